#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

func logarithm(_ x: Double) -> Double { log(x) }

func logarithm<Scalar: MetricScalar>(_ x: Scalar) -> Scalar { Scalar(log(Double(x))) }

func exponential<Scalar: MetricScalar>(_ x: Scalar) -> Scalar { Scalar(exp(Double(x))) }

/// `1 / (1 + exp(-x))`.
func logistic<Scalar: MetricScalar>(_ x: Scalar) -> Scalar { Scalar(1 / (1 + exp(-Double(x)))) }

/// `log(1 + exp(x))`, which never overflows.
func softplus<Scalar: MetricScalar>(_ x: Scalar) -> Scalar {
    let x = Double(x)
    return Scalar(max(x, 0) + log1p(exp(-abs(x))))
}

/// `log(sum of exp(exponents))`; the largest is taken off first, so that nothing overflows.
func logSum<Scalar: MetricScalar>(_ exponents: some Sequence<Scalar>) -> Scalar {
    let exponents = Array(exponents)
    guard let largest = exponents.max(), largest.isFinite else { return exponents.max() ?? -.infinity }
    return largest + Scalar(log(exponents.reduce(0) { $0 + exp(Double($1 - largest)) }))
}
