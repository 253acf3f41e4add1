//! Two types that mean the same, value by value.

use std::fmt;

/// What `wgpu-types` has and WebGPU lacks, by its name.
///
/// It is the error of conversions to the [raw bindings](crate::raw).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lacking(pub(crate) &'static str);

impl Lacking {
    /// The name in `wgpu-types`, `TextureFormat::NV12` for instance.
    pub fn name(self) -> &'static str {
        self.0
    }

    pub(crate) fn text(self) -> String {
        crate::error::text(&["WebGPU has no ", self.0, "; do without it"])
    }
}

impl std::error::Error for Lacking {}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Converts between an enum of `wgpu-types` and one of the raw bindings, both ways: totally, as the
/// compiler checks. The variants that WebGPU lacks are errors with their names.
macro_rules! table {
    (
        $ours:ident <=> $theirs:ident {
            $($($a:ident)::+ $({ $($field:tt)* })? => $b:ident,)*
        }
    ) => {
        impl From<$ours> for crate::raw::$theirs {
            fn from(value: $ours) -> Self {
                match value {
                    $($($a)::+ $({ $($field)* })? => Self::$b,)*
                }
            }
        }

        table!(@back $ours <=> $theirs { $($($a)::+ $({ $($field)* })? => $b,)* });
    };
    (
        $ours:ident <=> $theirs:ident {
            $($($a:ident)::+ $({ $($field:tt)* })? => $b:ident,)*
        }
        lacks { $($missing:pat => $name:literal,)* }
    ) => {
        impl TryFrom<$ours> for crate::raw::$theirs {
            type Error = crate::Lacking;

            fn try_from(value: $ours) -> Result<Self, crate::Lacking> {
                match value {
                    $($($a)::+ $({ $($field)* })? => Ok(Self::$b),)*
                    $($missing => Err(crate::convert::Lacking($name)),)*
                }
            }
        }

        table!(@back $ours <=> $theirs { $($($a)::+ $({ $($field)* })? => $b,)* });
    };
    (
        @back $ours:ident <=> $theirs:ident {
            $($($a:ident)::+ $({ $($field:tt)* })? => $b:ident,)*
        }
    ) => {
        impl From<crate::raw::$theirs> for $ours {
            fn from(value: crate::raw::$theirs) -> Self {
                match value {
                    $(crate::raw::$theirs::$b => $($a)::+ $({ $($field)* })?,)*
                }
            }
        }
    };
}

/// Converts between flags of `wgpu-types` and of the raw bindings, which have the same names. A flag
/// that WebGPU lacks is an error with its name. What is `read` only is said by the others, too.
macro_rules! flags {
    (
        $ours:ident <=> $theirs:ident { $($flag:ident)* }
        read { $($read:ident)* }
        lacks { $($missing:ident)* }
    ) => {
        impl TryFrom<$ours> for crate::raw::$theirs {
            type Error = crate::Lacking;

            fn try_from(value: $ours) -> Result<Self, crate::Lacking> {
                $(if value.contains($ours::$missing) {
                    let name = concat!(stringify!($ours), "::", stringify!($missing));
                    return Err(crate::convert::Lacking(name));
                })*
                const FLAGS: &[($ours, crate::raw::$theirs)] =
                    &[$(($ours::$flag, crate::raw::$theirs::$flag),)*];
                let set = FLAGS.iter().filter(|(ours, _)| value.contains(*ours));
                Ok(set.fold(Self::empty(), |all, (_, theirs)| all | *theirs))
            }
        }

        impl From<crate::raw::$theirs> for $ours {
            fn from(value: crate::raw::$theirs) -> Self {
                const FLAGS: &[($ours, crate::raw::$theirs)] =
                    &[$(($ours::$flag, crate::raw::$theirs::$flag),)* $(($ours::$read, crate::raw::$theirs::$read),)*];
                let set = FLAGS.iter().filter(|(_, theirs)| value.contains(*theirs));
                set.fold(Self::empty(), |all, (ours, _)| all | *ours)
            }
        }
    };
}

pub(crate) use {flags, table};
