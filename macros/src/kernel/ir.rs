//! A kernel or a helper function, with the type of each of its expressions.

use proc_macro2::{Ident, Span, TokenStream};

use super::subgroups::Subgroup;
use super::textures::Operation;
use super::types::{Scalar, Type};

/// A place in [`Function::locals`].
pub(super) type LocalId = usize;

/// A loop, by its number in the function.
pub(super) type LoopId = usize;

/// Which loop, and its name where the author wrote it: that of `'outer` is `outer`.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) of: LoopId,
    pub(super) name: Option<Ident>,
}

#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: Ident,
    pub(super) parameters: Vec<LocalId>,
    pub(super) result: Type,
    pub(super) locals: Vec<Local>,
    pub(super) body: Block,
}

/// A parameter or a variable.
#[derive(Debug)]
pub(super) struct Local {
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) kind: LocalKind,
    /// The type as the author wrote it, of a kernel's parameter and of workgroup memory.
    pub(super) written: TokenStream,
    /// The override constant that is the length, of workgroup memory.
    pub(super) len: Option<LocalId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LocalKind {
    Let,
    LetMut,
    /// `&[T]`.
    Read,
    /// `&mut [T]`, or `&[AtomicU32]`.
    ReadWrite,
    /// `#[workgroup] let`.
    Workgroup,
    /// A kernel's `const` parameter: an override constant.
    Override,
    /// A texture or a sampler.
    Texture,
}

#[derive(Clone, Debug)]
pub(super) struct Constant {
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) value: Expr,
}

#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) statements: Vec<Statement>,
    pub(super) tail: Option<Box<Expr>>,
    pub(super) ty: Type,
}

#[derive(Clone, Debug)]
pub(super) enum Statement {
    Let(LocalId, Expr),
    /// A variable that gets its value later, and whether it is `mut`.
    Declare(LocalId, bool),
    Expr(Expr),
}

#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: Kind,
    pub(super) ty: Type,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Integer(i64),
    Float(f32),
    Bool(bool),
    Local(LocalId),
    /// A place in the program's constants, and the path that the author wrote.
    Constant(usize, TokenStream),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Cast(Box<Expr>),
    /// A place in the program's functions, and the path that the author wrote.
    Call(usize, TokenStream, Vec<Expr>),
    Builtin(&'static Builtin, Vec<Expr>),
    /// An operation of an atomic, its arguments, and the ordering that the author wrote.
    Atomic(&'static Atomic, Box<Expr>, Vec<Expr>, TokenStream),
    /// `barrier()`, by the path that the author wrote.
    Barrier(TokenStream),
    /// What workgroup memory has, for all invocations at once, by the path that the author wrote.
    UniformLoad(TokenStream, Box<Expr>),
    /// A function of subgroups, and the path that the author wrote.
    Subgroup(&'static Subgroup, TokenStream, Vec<Expr>),
    /// What is done with a texture, which comes first.
    Texture(Operation, Vec<Expr>),
    /// `slice.len()`.
    Len(LocalId),
    Index(Box<Expr>, Box<Expr>),
    /// A component of an index or of a vector, a column of a matrix, or a field of a struct.
    Field(Box<Expr>, Ident),
    /// What vectors and matrices have: constructors, methods, constants.
    Intrinsic(Box<Intrinsic>, Vec<Expr>),
    /// A struct's fields in the author's order, after its path as the author wrote it.
    Struct(TokenStream, Vec<(Ident, Expr)>),
    List(Vec<Expr>),
    Repeat(Box<Expr>, u32),
    Block(Block),
    If(Box<Expr>, Block, Option<Box<Expr>>),
    Match(Box<Expr>, Vec<Arm>),
    Loop(Label, Block),
    While(Label, Box<Expr>, Block),
    For(Box<For>),
    Assign(Box<Expr>, Box<Expr>),
    OpAssign(Operator, Box<Expr>, Box<Expr>),
    /// With the value of a `loop`, if it has one.
    Break(Label, Option<Box<Expr>>),
    Continue(Label),
    Return(Option<Box<Expr>>),
}

#[derive(Clone, Debug)]
pub(super) struct Arm {
    /// The values; empty for `_`.
    pub(super) values: Vec<Expr>,
    pub(super) body: Expr,
}

#[derive(Clone, Debug)]
pub(super) struct For {
    pub(super) label: Label,
    pub(super) variable: LocalId,
    pub(super) start: Expr,
    pub(super) end: Expr,
    pub(super) is_inclusive: bool,
    pub(super) is_reversed: bool,
    pub(super) step: Option<Expr>,
    pub(super) body: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// `&&`
    Both,
    /// `||`
    Either,
}

/// What an operation of vectors or matrices is in both languages.
#[derive(Clone, Debug)]
pub(super) struct Intrinsic {
    /// With `$0` and so on in the place of the arguments.
    pub(super) wgsl: String,
    pub(super) twin: Twin,
    /// The type's path, where the author wrote `Vec3::dot(a, b)`: or else its `use` is for nothing.
    pub(super) of: Option<TokenStream>,
    /// Does it only put parts together, so that both languages may do so before they run?
    pub(super) is_constructor: bool,
}

/// What the CPU calls.
#[derive(Clone, Debug)]
pub(super) enum Twin {
    /// A function or a constant, by the path that the author wrote.
    Written(TokenStream),
    /// A trait of the SDK's module `kernel`, and its function.
    Trait(String, String),
    /// A method of the first argument.
    Method(String),
    /// A method of each component, by its primitive type.
    Each(Scalar, &'static str),
}

/// A method of Rust's numbers that WGSL has, too.
#[derive(Debug)]
pub(super) struct Builtin {
    pub(super) name: &'static str,
    /// Of integers, of `i32` only, or of floats.
    pub(super) of: Numbers,
    /// The types of the arguments after the receiver.
    pub(super) arguments: &'static [Argument],
    /// `None` for the receiver's.
    pub(super) result: Option<Type>,
    /// The function in WGSL, or in the prelude.
    pub(super) wgsl: &'static str,
    /// The method that the CPU calls.
    pub(super) twin: &'static str,
}

/// A method of Rust's atomics.
#[derive(Debug)]
pub(super) struct Atomic {
    pub(super) name: &'static str,
    pub(super) wgsl: &'static str,
    pub(super) has_argument: bool,
    pub(super) has_result: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    Integers,
    Signed,
    Floats,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// The receiver's type.
    Same,
    U32,
}

impl Operator {
    pub(super) fn is_comparison(self) -> bool {
        use Operator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
        matches!(
            self,
            Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual
        )
    }

    /// As both Rust and WGSL write it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::And => "&",
            Self::Or => "|",
            Self::Xor => "^",
            Self::ShiftLeft => "<<",
            Self::ShiftRight => ">>",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Both => "&&",
            Self::Either => "||",
        }
    }
}
