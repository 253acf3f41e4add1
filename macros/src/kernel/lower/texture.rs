//! What is done with textures.

use syn::{Result, spanned::Spanned as _};

use super::{Lower, expr, refused};
use crate::kernel::ir::{Expr, Kind, LocalKind};
use crate::kernel::textures::{self, Dimension, Format, Of, Operation, Texture};
use crate::kernel::types::{Scalar, Type};

/// An argument of a texture's method.
#[derive(Clone, Copy)]
enum Argument {
    Sampler,
    /// Of a texel.
    At,
    /// From 0 to 1.
    Place,
    Layer,
    Level,
    /// Which may be between two.
    Detail,
    Texel,
}

impl Argument {
    fn name(self) -> &'static str {
        match self {
            Self::Sampler => "sampler",
            Self::At | Self::Place => "at",
            Self::Layer => "layer",
            Self::Level | Self::Detail => "level",
            Self::Texel => "texel",
        }
    }
}

impl Lower<'_> {
    /// `&Texture2d<f32>` and the like, if it is one; or `&Sampler`.
    pub(crate) fn texture(&mut self, reference: &syn::TypeReference) -> Result<Option<Type>> {
        let syn::Type::Path(path) = &*reference.elem else {
            return Ok(None);
        };
        let Some(last) = path.path.segments.last() else {
            return Ok(None);
        };
        let name = last.ident.to_string();
        if name == "Sampler" {
            return match &reference.mutability {
                Some(it) => refused(it, "a sampler does not change: leave `mut` out"),
                None => Ok(Some(Type::Sampler)),
            };
        }
        if textures::is_of_the_gpu(&name) {
            let message = "this is a texture of the GPU, which `launch` takes: here write `&Texture2d<f32>` or \
                           `&mut StorageTexture2d<Rgba8Unorm>`, of `1d`, `2d`, `2dArray` or `3d`; of other textures, \
                           write the shader with `wgsl!`";
            return refused(last, message);
        }
        let Some((dimension, is_storage)) = Dimension::of_type(&name) else {
            return Ok(None);
        };
        let is_written = reference.mutability.is_some();
        let argument = match &last.arguments {
            syn::PathArguments::AngleBracketed(all) => all.args.first(),
            _ => None,
        };
        let word = match argument {
            Some(syn::GenericArgument::Type(syn::Type::Path(it))) => it.path.segments.last(),
            _ => None,
        };
        let word = word.map(|it| it.ident.to_string()).unwrap_or_default();
        let of = match (is_storage, Format::find(&word), Scalar::of(&word)) {
            (true, Some(format), _) => Of::Storage { format, is_written },
            (true, None, _) => {
                let message = "say which format it has, one that every device stores to: `Rgba8Unorm`, `R32Float`, …";
                return refused(last, message);
            }
            (false, _, Some(scalar @ (Scalar::F32 | Scalar::I32 | Scalar::U32))) => {
                if let Some(keyword) = &reference.mutability {
                    let message = format!(
                        "a kernel writes to storage textures: `&mut Storage{name}<Rgba8Unorm>`"
                    );
                    return refused(keyword, message);
                }
                Of::Sampled(scalar)
            }
            (false, ..) => {
                let message = format!("a texture is read as `f32`, `i32` or `u32`: `{name}<f32>`");
                return refused(last, message);
            }
        };
        Ok(Some(Type::Texture(Texture { dimension, of })))
    }

    pub(super) fn method_of_texture(
        &mut self,
        it: &syn::ExprMethodCall,
        receiver: Expr,
        texture: Texture,
    ) -> Result<Expr> {
        let name = it.method.to_string();
        let Some((operation, wanted)) =
            Operation::find(&name).and_then(|it| Some((it, arguments(it, texture)?)))
        else {
            return refused(&it.method, instead_of(&name, texture));
        };
        if let (
            Operation::Load,
            Of::Storage {
                format,
                is_written: true,
            },
        ) = (operation, texture.of)
            && !format.is_read_and_written()
        {
            let message = "only textures of `R32Float`, `R32Sint` or `R32Uint` are both read and written: take this one as \
                           `&`, or write to another";
            return refused(&it.method, message);
        }
        if wanted.len() != it.args.len() {
            let names = Vec::from_iter(wanted.iter().map(|it| it.name())).join(", ");
            return refused(&it.method, format!("here it is `{name}({names})`"));
        }
        let mut all = vec![receiver];
        for (wanted, written) in wanted.into_iter().zip(&it.args) {
            all.push(self.argument_of_texture(wanted, written, texture)?);
        }
        let result = match operation {
            Operation::Load | Operation::SampleLevel => Type::Vector(4, texture.channel()),
            Operation::Store => Type::Unit,
            Operation::Size => texture.dimension.vector(Scalar::U32),
            Operation::Levels | Operation::Layers => Type::U32,
        };
        Ok(expr(Kind::Texture(operation, all), result, it.span()))
    }

    fn argument_of_texture(
        &mut self,
        wanted: Argument,
        written: &syn::Expr,
        texture: Texture,
    ) -> Result<Expr> {
        if let Argument::Sampler = wanted {
            let sampler = self.expression(written)?;
            return match sampler.ty {
                Type::Sampler => Ok(sampler),
                _ => refused(
                    written,
                    "this is a sampler, a parameter `&Sampler` of the kernel",
                ),
            };
        }
        let mut value = self.value(written)?;
        value.span = written.span();
        let expected = match wanted {
            Argument::At => {
                let found = self.known.known(&value.ty);
                if texture.dimension.is_place(&found) {
                    return Ok(value);
                }
                texture.dimension.vector(Scalar::U32)
            }
            Argument::Place => texture.dimension.vector(Scalar::F32),
            Argument::Detail => Type::F32,
            Argument::Texel => Type::Vector(4, texture.channel()),
            Argument::Layer | Argument::Level | Argument::Sampler => Type::U32,
        };
        self.expect(&mut value, &expected, written)?;
        Ok(value)
    }

    /// Is it a texture that it can write to?
    pub(super) fn is_written_texture(&self) -> bool {
        let is_written = |ty: &Type| matches!(ty, Type::Texture(it) if it.is_written());
        let mut textures = self
            .locals
            .iter()
            .filter(|it| it.kind == LocalKind::Texture);
        textures.any(|it| is_written(&it.ty))
    }
}

/// What such a texture's method takes, if it has the method.
fn arguments(operation: Operation, texture: Texture) -> Option<Vec<Argument>> {
    let layer = texture.dimension.has_layers().then_some(Argument::Layer);
    let is_storage = matches!(texture.of, Of::Storage { .. });
    let (first, last) = match operation {
        Operation::Load if is_storage => (vec![Argument::At], None),
        Operation::Load => (vec![Argument::At], Some(Argument::Level)),
        Operation::Store if texture.is_written() => (vec![Argument::At], Some(Argument::Texel)),
        Operation::SampleLevel if texture.of == Of::Sampled(Scalar::F32) => (
            vec![Argument::Sampler, Argument::Place],
            Some(Argument::Detail),
        ),
        Operation::Size if is_storage => return Some(Vec::new()),
        Operation::Size => return Some(vec![Argument::Level]),
        Operation::Levels if !is_storage => return Some(Vec::new()),
        Operation::Layers if texture.dimension.has_layers() => return Some(Vec::new()),
        _ => return None,
    };
    Some(first.into_iter().chain(layer).chain(last).collect())
}

/// What to write in place of a method that the texture does not have.
fn instead_of(name: &str, texture: Texture) -> String {
    let is_storage = matches!(texture.of, Of::Storage { .. });
    match name {
        "store" if is_storage => format!("it is only read: take it as `&mut {texture}`"),
        "store" => {
            "a kernel writes to storage textures: `&mut StorageTexture2d<Rgba8Unorm>`".to_owned()
        }
        "sample_level" if is_storage => {
            "a storage texture is not sampled: `load` a texel, or take a `&Texture2d<f32>`"
                .to_owned()
        }
        "sample_level" => format!("only floats are sampled: `load` a texel of the `{texture}`"),
        "sample" | "get" => {
            "write `load(at, level)`, or `sample_level(sampler, at, level)`".to_owned()
        }
        "width" | "height" | "depth" | "len" => {
            "write `size(0).x`, and of a storage texture `size().x`".to_owned()
        }
        _ => format!(
            "a `{texture}` has `load`, `store`, `sample_level`, `size`, `levels` or `layers`, as its kind allows"
        ),
    }
}
