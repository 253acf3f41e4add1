//! Functions of subgroups.

use super::types::{Scalar, Type};

/// A function of the SDK's module `kernel` that all invocations of a subgroup call at once.
#[derive(Debug)]
pub(super) struct Subgroup {
    pub(super) name: &'static str,
    pub(super) wgsl: &'static str,
    pub(super) of: Values,
    /// The index of a lane, or a part of one, after the value.
    pub(super) lane: Lane,
}

/// What such a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Numbers and vectors of them.
    Numbers,
    /// Integers and vectors of them.
    Integers,
    Bool,
    /// A `bool` for a bit of the result.
    Ballot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    None,
    Constant,
    Any,
}

impl Values {
    /// Does it take values of this type?
    pub(super) fn takes(self, ty: &Type) -> bool {
        let scalar = match (self, ty) {
            (Self::Bool | Self::Ballot, _) => return *ty == Type::BOOL,
            (_, Type::Scalar(scalar) | Type::Vector(_, scalar)) => *scalar,
            _ => return false,
        };
        scalar.is_integer() || (self == Self::Numbers && scalar != Scalar::Bool)
    }

    /// What an error calls them.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Numbers => "a number or a vector of numbers",
            Self::Integers => "an integer or a vector of integers",
            Self::Bool | Self::Ballot => "a `bool`",
        }
    }
}

const fn one(name: &'static str, wgsl: &'static str, of: Values) -> Subgroup {
    let lane = Lane::None;
    Subgroup {
        name,
        wgsl,
        of,
        lane,
    }
}

const fn gather(name: &'static str, wgsl: &'static str, lane: Lane) -> Subgroup {
    let of = Values::Numbers;
    Subgroup {
        name,
        wgsl,
        of,
        lane,
    }
}

use Values::{Ballot, Bool, Integers, Numbers};

static ALL: [Subgroup; 24] = [
    one("subgroup_add", "subgroupAdd", Numbers),
    one("subgroup_exclusive_add", "subgroupExclusiveAdd", Numbers),
    one("subgroup_inclusive_add", "subgroupInclusiveAdd", Numbers),
    one("subgroup_mul", "subgroupMul", Numbers),
    one("subgroup_exclusive_mul", "subgroupExclusiveMul", Numbers),
    one("subgroup_inclusive_mul", "subgroupInclusiveMul", Numbers),
    one("subgroup_min", "subgroupMin", Numbers),
    one("subgroup_max", "subgroupMax", Numbers),
    one("subgroup_and", "subgroupAnd", Integers),
    one("subgroup_or", "subgroupOr", Integers),
    one("subgroup_xor", "subgroupXor", Integers),
    one("subgroup_all", "subgroupAll", Bool),
    one("subgroup_any", "subgroupAny", Bool),
    one("subgroup_ballot", "subgroupBallot", Ballot),
    one(
        "subgroup_broadcast_first",
        "subgroupBroadcastFirst",
        Numbers,
    ),
    gather("subgroup_broadcast", "subgroupBroadcast", Lane::Constant),
    gather("subgroup_shuffle", "subgroupShuffle", Lane::Any),
    gather("subgroup_shuffle_xor", "subgroupShuffleXor", Lane::Any),
    gather("subgroup_shuffle_up", "subgroupShuffleUp", Lane::Any),
    gather("subgroup_shuffle_down", "subgroupShuffleDown", Lane::Any),
    gather("quad_broadcast", "quadBroadcast", Lane::Constant),
    one("quad_swap_x", "quadSwapX", Numbers),
    one("quad_swap_y", "quadSwapY", Numbers),
    one("quad_swap_diagonal", "quadSwapDiagonal", Numbers),
];

/// The function of that name.
pub(super) fn find(name: &str) -> Option<&'static Subgroup> {
    ALL.iter().find(|it| it.name == name)
}
