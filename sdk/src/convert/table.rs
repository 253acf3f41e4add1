//! Two enums that mean the same, variant by variant.

/// Defines the function from `$ours` to `$theirs`: total, as the compiler checks. Where WebGPU lacks
/// variants, they are errors with their names.
macro_rules! table {
    ($name:ident: $ours:ident => $theirs:ident { $($a:pat => $b:ident,)* }) => {
        pub(crate) fn $name(value: $ours) -> crate::raw::$theirs {
            match value {
                $($a => crate::raw::$theirs::$b,)*
            }
        }
    };
    (
        $name:ident: $ours:ident => $theirs:ident { $($a:pat => $b:ident,)* }
        lacks { $($missing:pat => $text:literal,)* }
    ) => {
        pub(crate) fn $name(value: $ours) -> Result<crate::raw::$theirs, &'static str> {
            match value {
                $($a => Ok(crate::raw::$theirs::$b),)*
                $($missing => Err($text),)*
            }
        }
    };
}

pub(crate) use table;
