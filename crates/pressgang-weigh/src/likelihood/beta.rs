//! Quantiles of the Beta distribution.
//!
//! Our own: what is needed is Beta(k + 1/2, N − k + 1/2) with N from 1 to 10^9, right into both tails. Bisection gets
//! there from anywhere, where Newton steps need a good guess; a crate of distributions would bring linear algebra and
//! random numbers for these hundred lines.

/// Steps of the continued fraction; it needs about as many as the root of the larger parameter.
const MOST_STEPS: u32 = 200_000;

/// The x at which a Beta(a, b) variable is at most x with the given probability.
pub(super) fn quantile(probability: f64, a: f64, b: f64) -> f64 {
    // Bits of positive floats are in the order of the floats, so halving bits finds the smallest quantiles as well.
    let (mut low, mut high) = (0, 1.0_f64.to_bits());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match below(f64::from_bits(middle), a, b) < probability {
            true => low = middle,
            false => high = middle,
        }
    }
    f64::from_bits(high)
}

/// The probability that a Beta(a, b) variable is at most x: the regularised incomplete beta function.
pub(super) fn below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    // The fraction converges fast on this side of the mean; the other side by symmetry.
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * fraction(x, a, b) / a).min(1.0)
    } else {
        (1.0 - front * fraction(1.0 - x, b, a) / b).max(0.0)
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The continued fraction of DLMF 8.17.22, by the modified method of Lentz.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let kept = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut c, mut d) = (1.0, 1.0 / kept(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for step in 1..=MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / kept(1.0 + term * d);
            c = kept(1.0 + term / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}
