extension WorkedNumbers {
  /// Neurons, losses, optimizers, normalisation, regularisation, data.
  static let learning: [WorkedNumberTests.Row] = [
    ("ema --const 10 --n 5", "values", "1.0,1.9,2.71,3.439,4.0951"),
    ("ema --const 10 --n 5 --correct", "corrected", "10.0"),
    ("ema --beta 0.9,0.98,0.99,0.999", "window", "10,50,100,1000"),
    ("ema --beta 0.9,0.98,0.99,0.999", "share", "0.6513,0.6358,0.6340,0.6323"),
    ("batch-size --b 1,16,256,1024", "relative_std", "1,0.25,0.0625,0.03125"),
    ("batch-size --b 1,16,256,1024", "updates_per_epoch", "1024,64,4,1"),
    ("lr-schedule --type inv --lr0 0.2 --decay 1 --epochs 5", "lr", "0.2,0.1,0.0667,0.05,0.04"),
    ("lr-schedule --type exp --lr0 1 --decay 0.95 --epochs 5", "lr", "1,0.95,0.9025,0.8574,0.8145"),
    ("lr-schedule --type step --warmup 400 --warmup-lr 0.01 --lr0 0.1", "warmup", "0.01"),
    ("lr-schedule --type step --warmup 400 --warmup-lr 0.01 --lr0 0.1", "lr[0]", "0.1"),
    ("neuron --x 1,2,3 --w 0.5,-1,0.25 --b 0.1", "z", "-0.65"),
    ("neuron --x 1,2,3 --w 0.5,-1,0.25 --b 0.1 --act sigmoid", "a", "0.34299"),
    ("linear-stack --layers 3 --n 2 --act none", "redundant", "8"),
    ("linear-stack --layers 3 --n 2 --act none", "max_difference", "0.000000000"),
    ("linear-stack --layers 3 --n 2 --act relu", "collapses", "false"),
    ("grad-flow --act sigmoid --depth 5 --width scalar", "sigmoid.bound", "9.77e-4"),
    ("grad-flow --act sigmoid --depth 10 --width scalar", "sigmoid.bound", "9.54e-7"),
    ("grad-flow --act sigmoid --depth 20 --width scalar", "sigmoid.bound", "9.09e-13"),
    ("grad-flow --act none --w 0.5 --depth 50 --width scalar", "none.bound", "8.88e-16"),
    ("grad-flow --act none --w 0.9 --depth 50 --width scalar", "none.bound", "0.00515"),
    ("grad-flow --act none --w 1.1 --depth 50 --width scalar", "none.bound", "117.4"),
    ("grad-flow --act none --w 1.5 --depth 50 --width scalar", "none.bound", "6.38e8"),
  ]
}
