use super::Element;

/// What combines two elements to one, in [`reduce`](super::reduce()) and [`scan`](super::scan()).
///
/// Integers wrap. Of floats, the order of combination is not that of the elements, but the same in
/// every run on a device. The minimum and maximum with a NaN among the elements is not defined: WGSL
/// lets devices compute as if there were none. A sum or product of one is NaN on most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Addition.
    Sum = 0,
    /// Multiplication.
    Product = 1,
    /// The lesser one.
    Min = 2,
    /// The greater one.
    Max = 3,
}

impl Operation {
    /// What changes nothing: the result for no elements. Of floats, infinity for the minimum, and its
    /// negative for the maximum.
    pub fn identity<T: Element>(self) -> T {
        let [zero, one, least, greatest] = T::IDENTITIES;
        match self {
            Self::Sum => zero,
            Self::Product => one,
            Self::Min => greatest,
            Self::Max => least,
        }
    }
}
