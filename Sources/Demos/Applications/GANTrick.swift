import Basics

/// The fourteen tricks of the checklist.
enum GANTrick: String, CaseIterable, Sendable {
  case norm, loss, latent
  case bnSplit = "bn-split"
  case leaky
  case softLabels = "soft-labels"
  case adam, signals
  case inputNoise = "input-noise"
  case dSteps = "d-steps"
  case ttur
  case gradientPenalty = "gradient-penalty"
  case spectralNorm = "spectral-norm"
  case several

  var meaning: LocalizedText {
    switch self {
    case .norm: LocalizedText("images in [−1, 1], tanh at G's output", "图像归一化到 [−1, 1]，G 输出用 tanh")
    case .loss: LocalizedText("non-saturating or Wasserstein loss", "改用非饱和损失或 Wasserstein 损失")
    case .latent: LocalizedText("Gaussian, spherical noise z", "z 用高斯（球面）噪声")
    case .bnSplit: LocalizedText("batch norm on pure real or pure fake batches", "批归一化时真假样本分开成批")
    case .leaky: LocalizedText("no sparse gradients: leaky ReLU, no max pooling", "避免稀疏梯度：用 LeakyReLU，不用最大池化")
    case .softLabels: LocalizedText("soft and noisy labels for D", "D 的标签软化并加噪声")
    case .adam: LocalizedText("Adam", "用 Adam")
    case .signals: LocalizedText("watch for a D loss near 0", "留意 D 的损失是否趋近 0")
    case .inputNoise: LocalizedText("noise on D's inputs, real and fake", "给 D 的真假输入都加噪声")
    case .dSteps: LocalizedText("more steps for D", "D 多训练几步")
    case .ttur: LocalizedText("two time scales: a higher rate for D", "双时间尺度：D 的学习率更高")
    case .gradientPenalty: LocalizedText("penalty on D's gradient norm", "对 D 的梯度范数加惩罚")
    case .spectralNorm: LocalizedText("D's weights divided by their largest singular value", "D 的权重除以最大奇异值")
    case .several: LocalizedText("several GANs, generators or discriminators", "使用多个 GAN、生成器或判别器")
    }
  }
}
