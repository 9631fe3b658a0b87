import Testing

/// The worked numbers of the catalogue, one row a number.
@Suite struct WorkedNumberTests {
  typealias Row = (call: String, path: String, value: String)

  @Test(arguments: WorkedNumbers.all.map(WorkedNumber.init))
  func aDemoReproducesItsWorkedNumber(_ number: WorkedNumber) throws {
    try expectClaim(number.call, number.path, number.value)
  }
}

struct WorkedNumber: Sendable, CustomTestStringConvertible {
  let call, path, value: String

  init(_ row: WorkedNumberTests.Row) {
    (call, path, value) = (row.call, row.path, row.value)
  }

  var testDescription: String { "\(call) → \(path) = \(value)" }
}

enum WorkedNumbers {
  static let all: [WorkedNumberTests.Row] = first + convolution + learning + vision

  static let first: [WorkedNumberTests.Row] = [
    ("conv --in 5 --k 3 --s 2 --kernel ones --image ramp", "output", "63,81;153,171"),
    ("conv --in 6 --kernel vertical --image halves", "output", "0,30,30,0;0,30,30,0;0,30,30,0;0,30,30,0"),
    ("conv --in 50,100 --k 3,5 --s 2,1 --p 4,2 --d 3,1 --cin 16 --cout 33", "out", "26x100"),
    ("conv --in 50,100 --k 3,5 --s 2,1 --p 4,2 --d 3,1 --cin 16 --cout 33", "weight_shape", "33,16,3,5"),
    ("conv --in 224 --k 3 --s 2 --p 1", "out", "112x112"),
    ("conv --k 3 --s 2", "output", "81,99,117;207,225,243;333,351,369"),
    ("conv --k 3 --s 2", "macs", "81"),
    ("conv --k 3 --s 2", "flops", "162"),
    ("out-size --in 50,100 --k 3 --s 2 --cin 16 --cout 33", "shape", "33x24x49"),
    ("out-size --in 50,100 --k 3,5 --s 2,1 --p 4,2 --cin 16 --cout 33", "shape", "33x28x100"),
    ("out-size --in 50,100 --k 3,5 --s 2,1 --p 4,2 --d 3,1 --cin 16 --cout 33", "shape", "33x26x100"),
    ("out-size --op pool --in 50,32 --k 3 --s 2 --p 1", "out", "25x16"),
    ("out-size --op pool --in 50,32 --k 3 --s 2 --p 1 --ceil", "out", "26x17"),
    ("out-size --in 50 --k 3 --s 2 --framework keras --padding same", "out", "25"),
    ("out-size --op tconv --in 2 --k 4 --s 3", "out", "7"),
    ("out-size --op conv3d --in 14 --k 5 --cout 16 --layout nhwc", "shape", "10,10,10,16"),
    ("rf --net alexnet", "layers.rf", "11,19,51,67,99,131,163,195"),
    ("rf --net alexnet --image 224", "layers.size", "54,26,26,12,12,12,12,5"),
    ("rf --net alexnet --image 227", "layers.size", "55,27,27,13,13,13,13,6"),
    ("rf --net alexnet", "layers.jump", "4,8,8,16,16,16,16,32"),
    ("rf --net vgg16", "layers.rf", "3,5,6,10,14,16,24,32,40,44,60,76,92,100,132,164,196,212"),
    ("rf --net zf5", "layers.rf", "7,11,27,43,75,107,139"),
    ("rf --grow --layers 10", "grow.stride1", "21"),
    ("rf --grow --layers 10", "grow.stride2", "2047"),
    ("act --f sigmoid --x 0,3,10", "sigmoid.derivative", "0.25,0.0452,4.54e-5"),
    ("act --f tanh --x 0,3", "tanh.derivative", "1,0.00987"),
    ("act --f tanh,sigmoid", "crossing", "1.6629"),
    ("act --f elu --alpha 0.2 --x -1", "elu.value", "-0.1264"),
    ("act --f elu --alpha 0.2 --x -1", "elu.derivative", "0.0736"),
    ("act --f softplus --x 1", "softplus.value", "1.3133"),
    ("act --f hswish,swish --x -1", "hswish.value", "-0.3333"),
    ("act --f hswish,swish --x -1", "swish.value", "-0.2689"),
    ("act --f hsigmoid --variant mnv3,binary,keras", "hsigmoid_mnv3.max_error", "0.0692"),
    ("act --f hsigmoid --variant mnv3,binary,keras", "hsigmoid_binary.max_error", "0.2689"),
    ("act --f hsigmoid --variant mnv3,binary,keras", "hsigmoid_keras.max_error", "0.0759"),
    ("gd --lr 0.1", "path", "5.0,4.0,3.2,2.56,2.048,1.6384"),
    ("gd --lr 0.5 --steps 1", "final", "0"),
    ("gd --lr 1 --steps 3", "path", "5,-5,5,-5"),
    ("gd --lr 1.1", "path", "5.0,-6.0,7.2,-8.64,10.368,-12.4416"),
    ("optim --algo gd --lr 0.09 --steps 3", "gd.final", "7.5357,-0.5120"),
    ("optim --algo momentum --lr 0.02 --steps 3", "momentum.final", "8.8971,-0.5400"),
    ("optim --algo nag --lr 0.02 --steps 3", "nag.final", "8.9106,-0.1598"),
    ("optim --algo adagrad --lr 1 --steps 3", "adagrad.final", "7.8046,0.0000"),
    ("optim --algo rmsprop --lr 0.5 --steps 3", "rmsprop.final", "6.5436,-0.1124"),
    ("optim --algo adam --lr 0.5 --steps 3", "adam.final", "8.5031,-0.3359"),
    (
      "optim --fn slope --algo momentum --lr 0.1 --steps 5 --trace", "momentum.trace.v",
      "0.1,0.19,0.271,0.3439,0.40951"
    ),
    ("optim --fn slope --algo adam --lr 0.001 --g 0.1 --steps 3", "adam.path", "1.0,0.999,0.998,0.997"),
    ("optim --fn slope --algo adam --lr 0.001 --g 100 --steps 3", "adam.path", "1.0,0.999,0.998,0.997"),
  ]
}
