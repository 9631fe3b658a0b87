/// An n-dimensional array of `Double`, row-major and contiguous; a value that copies on write.
///
/// Images are N, C, H, W. A reshape shares its scalars with the original; a matrix product reads a transposed
/// operand in place, so no transpose is ever stored for it.
public struct Tensor: Sendable, Hashable {
  public let shape: [Int]
  /// In row-major order: the last axis runs fastest.
  public internal(set) var scalars: [Double]

  /// Traps when the number of scalars is not the product of the shape.
  public init(shape: [Int], scalars: [Double]) {
    if scalars.count != shape.reduce(1, *) || shape.contains(where: { $0 < 0 }) {
      fatalError("a tensor of shape \(shape) cannot hold \(scalars.count) scalars")
    }
    self.shape = shape
    self.scalars = scalars
  }

  /// For kernels that know their counts to agree.
  init(trusted scalars: [Double], _ shape: [Int]) {
    self.shape = shape
    self.scalars = scalars
  }

  /// Fills uninitialised memory; `fill` must write every scalar.
  @inline(__always)
  init(shape: [Int], uninitialized fill: (UnsafeMutablePointer<Double>) -> Void) {
    var count = 1
    for extent in shape { count *= extent }
    self.shape = shape
    scalars = Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      if count > 0 { fill(buffer.baseAddress!) }
      initialized = count
    }
  }

  public init(repeating value: Double, shape: [Int]) {
    self.init(shape: shape, scalars: Array(repeating: value, count: shape.reduce(1, *)))
  }

  public static func zeros(_ shape: [Int]) -> Tensor { Tensor(repeating: 0, shape: shape) }
  public static func ones(_ shape: [Int]) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// A tensor of rank 0.
  public init(_ scalar: Double) { self.init(trusted: [scalar], []) }

  /// A tensor of rank 1.
  public init(_ vector: [Double]) { self.init(trusted: vector, [vector.count]) }

  /// A tensor of rank 2; traps when the rows differ in length.
  public init(_ rows: [[Double]]) {
    let width = rows.first?.count ?? 0
    for row in rows where row.count != width {
      fatalError("rows of \(width) and \(row.count) scalars make no matrix")
    }
    self.init(trusted: rows.flatMap { $0 }, [rows.count, width])
  }

  /// The identity matrix.
  public static func identity(_ size: Int) -> Tensor {
    var result = Tensor.zeros([size, size])
    for index in 0..<size { result.scalars[index * size + index] = 1 }
    return result
  }

  public var rank: Int { shape.count }
  public var scalarCount: Int { scalars.count }

  /// How far apart in `scalars` neighbours along each axis stand.
  public var strides: [Int] { Tensor.strides(of: shape) }

  static func strides(of shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The only scalar of a tensor that holds one; traps otherwise.
  public var scalar: Double {
    if scalars.count != 1 { fatalError("a tensor of shape \(shape) is no scalar") }
    return scalars[0]
  }

  public subscript(indices: Int...) -> Double {
    get { scalars[offset(of: indices)] }
    set { scalars[offset(of: indices)] = newValue }
  }

  private func offset(of indices: [Int]) -> Int {
    var offset = 0
    if indices.count != shape.count { fatalError("indices \(indices) do not fit shape \(shape)") }
    for (index, extent) in zip(indices, shape) {
      if index < 0 || index >= extent { fatalError("indices \(indices) do not fit shape \(shape)") }
      offset = offset * extent + index
    }
    return offset
  }

  /// The rows of a matrix; traps for another rank.
  public var rows: [[Double]] {
    if rank != 2 { fatalError("a tensor of shape \(shape) has no rows") }
    return (0..<shape[0]).map { Array(scalars[$0 * shape[1]..<($0 + 1) * shape[1]]) }
  }

  /// Reads the scalars without copying them.
  public func withScalars<Result>(_ body: (Span<Double>) -> Result) -> Result {
    body(scalars.span)
  }
}

extension Tensor: CustomStringConvertible {
  public var description: String { "Tensor \(shape) \(scalars.prefix(64))" }
}

/// Stops the program: shapes that reach the engine are checked where the user enters them.
@inline(never)
func trapMismatch(_ operation: String, _ shapes: [Int]...) -> Never {
  fatalError("\(operation) does not accept the shapes \(shapes.map { "\($0)" }.joined(separator: " and "))")
}
