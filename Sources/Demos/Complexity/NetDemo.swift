import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let net = Demo(
    name: "net",
    purpose: LocalizedText(
      "A network layer by layer: shapes, parameters, MACs, receptive field; built in or written in one line",
      "逐层查看网络：形状、参数量、乘加次数与感受野；可用内置网络或一行描述"),
    topic: .complexity,
    options: [
      DemoOption(
        "spec", .text(4000),
        "the network in one line: '224x224x3 | conv 7/2/3 64 | bn | relu | pool 3/2/1 | gap | flatten | fc 1000'",
        "一行写出的网络：'224x224x3 | conv 7/2/3 64 | bn | relu | pool 3/2/1 | gap | flatten | fc 1000'"),
      DemoOption("name", .word(BuiltInNet.names), "a built-in network (lenet5)", "内置网络（lenet5）"),
      DemoOption(
        "diff", .text(4000), "a second network to compare with, by name or in one line", "用来比较的另一个网络：名称或一行描述"),
      DemoOption("macs", .flag, "bars for the MACs instead of the parameters", "条形图显示乘加次数而不是参数量"),
      DemoOption(
        "freeze", .integer(0...1000), default: "0", "freeze this many layers with weights, from the input",
        "冻结靠近输入的若干带权层"),
      DemoOption("list", .flag, "list the built-in networks", "列出内置网络"),
    ],
    bareOption: "spec",
    fields: [
      DemoField(
        "layers", "list of {name, kind, out, params, macs, flops, rf, jump, bytes}",
        "各层 {name, kind, out, params, macs, flops, rf, jump, bytes} 的列表"),
      DemoField("total.params, total.macs, total.flops", "of the whole network", "整个网络之和"),
      DemoField(
        "total.conv_params, total.fc_params", "parameters of convolutions and of fully connected layers",
        "卷积与全连接的参数量"),
      DemoField("total.conv_macs, total.fc_macs", "MACs of the same", "二者的乘加次数"),
      DemoField(
        "total.fc_params_percent, total.conv_macs_percent", "their shares in percent", "二者所占百分比"),
      DemoField("total.depth", "layers with weights on the longest way", "最长路径上带权层的个数"),
      DemoField("total.width", "largest channel count of a convolution", "卷积的最大通道数"),
      DemoField("total.bytes", "of the parameters in float32", "float32 参数的字节数"),
      DemoField("total.activation_bytes", "of all outputs for one image in float32", "一张图所有输出的 float32 字节数"),
      DemoField(
        "total.trainable, total.frozen, total.trainable_percent", "under --freeze", "--freeze 下可训练与冻结的参数"),
      DemoField("diff", "with --diff: the other network's total, and the differences", "--diff 时：另一网络的合计与差值"),
      DemoField(
        "networks", "with --list: list of {name, params, macs, depth}",
        "--list 时：{name, params, macs, depth} 列表"),
    ],
    examples: [
      "net --name vgg16", "net --name vgg16 --macs", "net --name vgg16 --freeze 13", "net --list",
      "net \"32x32x3 | conv 3/1/1 16 | relu | pool 2 | conv 3/1/1 32 | relu | gap | flatten | fc 10\"",
    ],
    wrongRules: NetRules.all
  ) { options, context throws(DemoFailure) in
    let net = try NetTable(
      NetTable.network(options.optionalText("spec"), named: options.optionalWord("name")),
      frozenLayers: options.integer("freeze"))
    var fields = net.fields
    var details: [Drawing] = []
    if let text = options.optionalText("diff") {
      let other = try NetTable(NetTable.network(text), frozenLayers: 0)
      fields.append(.init("diff", net.difference(to: other)))
      details += [.table(net.comparison(with: other, context)), .blank]
    }
    if options.flag("list") {
      let all = NetTable.builtIn
      fields.append(.init("networks", .array(all.map(\.entry))))
      details.append(.table(NetTable.list(all, context)))
    }
    return DemoResult(
      fields: fields, steps: net.steps(context), warnings: net.warnings,
      frames: [.table(net.table(byMACs: options.flag("macs"), context))], details: .stack(details))
  }
}
