/// The vector the machine holds in one register; the matrix tile is built from it.
#if WIDE_VECTORS
  typealias Vector = SIMD8<Double>
#elseif NATIVE_VECTORS && arch(x86_64)
  typealias Vector = SIMD4<Double>
#else
  typealias Vector = SIMD2<Double>
#endif

let vectorWidth = Vector.scalarCount

/// c + a·b: fused where the machine can, since emulating it costs a library call for each lane.
@inline(__always)
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  #if NATIVE_VECTORS
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

@inline(__always)
func multiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double {
  #if NATIVE_VECTORS
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

extension UnsafePointer where Pointee == Double {
  @inline(__always)
  func vector(_ index: Int) -> Vector {
    UnsafeRawPointer(self).loadUnaligned(fromByteOffset: index &* 8, as: Vector.self)
  }
}

extension UnsafeMutablePointer where Pointee == Double {
  @inline(__always)
  func vector(_ index: Int) -> Vector {
    UnsafeRawPointer(self).loadUnaligned(fromByteOffset: index &* 8, as: Vector.self)
  }

  @inline(__always)
  func store(_ vector: Vector, _ index: Int) {
    UnsafeMutableRawPointer(self).storeBytes(of: vector, toByteOffset: index &* 8, as: Vector.self)
  }
}
