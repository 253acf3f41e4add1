//! Vertex inputs: what a vertex buffer holds, and its layout.

use naga::{
    Binding, EntryPoint, FunctionArgument, Handle, Scalar, ScalarKind, ShaderStage, StructMember,
    Type, TypeInner,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Typed, names, number, structs};
use crate::wgsl::Diagnostic;

/// What one vertex buffer holds.
struct Input {
    name: Ident,
    /// WGSL's name, if it is a struct there.
    structure: Option<String>,
    documentation: String,
    /// Those that have locations.
    members: Vec<StructMember>,
    /// Is there a Rust type already: the user's own, or one for buffers of the shader?
    exists: bool,
}

/// How an attribute is in memory.
pub(super) struct Format {
    /// What wgpu calls it.
    name: String,
    components: u32,
    scalar: Scalar,
}

impl Format {
    pub(super) fn size(&self) -> u32 {
        self.components * u32::from(self.scalar.width)
    }
}

impl Typed<'_> {
    pub(super) fn vertex_inputs(&self) -> Result<TokenStream, Diagnostic> {
        let entries = self.module.entry_points.iter();
        let mut inputs: Vec<Input> = Vec::new();
        for entry in entries.filter(|entry| entry.stage == ShaderStage::Vertex) {
            for mut input in self.inputs_of(entry) {
                let is_known = |name: &Ident| inputs.iter().any(|other| other.name == *name);
                if input.structure.is_some() && is_known(&input.name) {
                    continue;
                }
                while is_known(&input.name) {
                    input.name = format_ident!("{}_", input.name);
                }
                inputs.push(input);
            }
        }
        Ok(inputs
            .iter()
            .map(|input| self.vertex_input(input))
            .collect())
    }

    /// The structs of the entry point's parameters, and one of the parameters that are no structs.
    fn inputs_of(&self, entry: &EntryPoint) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut others = Vec::new();
        for argument in &entry.function.arguments {
            if let TypeInner::Struct { members, .. } = self.inner(argument.ty) {
                let wgsl = self.wgsl(argument.ty);
                let name = self.ident(&wgsl);
                inputs.push(Input {
                    name,
                    documentation: format!("An element of a vertex buffer: WGSL's `{wgsl}`."),
                    members: members.clone(),
                    exists: self.is_in_buffer(argument.ty) || self.mapped.get(&wgsl).is_some(),
                    structure: Some(wgsl),
                });
            } else {
                others.push(member(argument));
            }
        }
        let function = &entry.name;
        let name = format!("{}Input", names::camel_case(function));
        inputs.push(Input {
            name: self.names.free(&name),
            documentation: format!(
                "An element of a vertex buffer of the entry point `{function}`."
            ),
            members: others,
            exists: false,
            structure: None,
        });
        for input in &mut inputs {
            input.members.retain(|member| location(member).is_some());
        }
        inputs.retain(|input| !input.members.is_empty());
        inputs
    }

    fn vertex_input(&self, input: &Input) -> TokenStream {
        let sdk = self.sdk;
        let name = &input.name;
        let attributes = input.members.iter().map(|member| {
            let field = member.name.as_deref().unwrap_or_default();
            let field = names::ident(field, name.span());
            let location = number(location(member).unwrap_or_default());
            let format = format_ident!("{}", self.format(member.ty).name);
            quote! {
                #sdk::VertexAttribute {
                    format: #sdk::VertexFormat::#format,
                    offset: ::core::mem::offset_of!(#name, #field) as ::core::primitive::u64,
                    shader_location: #location,
                }
            }
        });
        let attributes: Vec<_> = attributes.collect();
        let definition = (!input.exists).then(|| structs::structure(sdk, &self.tight(input)));
        quote! {
            #definition
            impl #sdk::typed::VertexInput for #name {
                const ATTRIBUTES: &'static [#sdk::VertexAttribute] = &[#(#attributes),*];
            }
        }
    }

    /// As tight as WebGPU allows: an attribute is aligned as its scalars are, and the next element of a
    /// buffer begins at a multiple of 4 bytes.
    fn tight(&self, input: &Input) -> structs::Layout {
        let mut fields = structs::Fields::new(self, &input.members);
        for member in &input.members {
            let format = self.format(member.ty);
            let aligned = fields.end.next_multiple_of(format.scalar.width.into());
            fields.pad_to(aligned);
            let (location, wgsl) = (location(member).unwrap_or_default(), self.wgsl(member.ty));
            let documentation = format!("`@location({location})`, `{wgsl}`, at byte {aligned}.");
            let ty = self.attribute_type(member.ty, &format);
            let structure = input.structure.as_deref().unwrap_or_default();
            let name = self.member_ident(structure, member);
            fields.push(name, ty, format.size(), documentation);
        }
        fields.pad_to(fields.end.next_multiple_of(4));
        structs::Layout {
            name: input.name.clone(),
            documentation: input.documentation.clone(),
            size: fields.end,
            fields: fields.done,
        }
    }

    fn attribute_type(&self, ty: Handle<Type>, format: &Format) -> TokenStream {
        if self.size(ty) == format.size() {
            return self.rust(ty);
        }
        let (scalar, components) = (self.rust_scalar(format.scalar), number(format.components));
        quote!([#scalar; #components])
    }

    pub(super) fn format(&self, ty: Handle<Type>) -> Format {
        let (components, scalar) = match *self.inner(ty) {
            TypeInner::Vector { size, scalar } => (size as u32, scalar),
            TypeInner::Scalar(scalar) => (1, scalar),
            // naga refuses others.
            _ => (1, Scalar::U32),
        };
        let kind = match scalar.kind {
            ScalarKind::Sint => "Sint",
            ScalarKind::Uint => "Uint",
            _ => "Float",
        };
        // WebGPU has no format of three halves.
        let components = match (scalar.width, components) {
            (2, 3) => 4,
            _ => components,
        };
        let count = match components {
            1 => String::new(),
            count => format!("x{count}"),
        };
        Format {
            name: format!("{kind}{}{count}", scalar.width * 8),
            components,
            scalar,
        }
    }
}

fn member(argument: &FunctionArgument) -> StructMember {
    StructMember {
        name: argument.name.clone(),
        ty: argument.ty,
        binding: argument.binding.clone(),
        offset: 0,
    }
}

pub(super) fn location(member: &StructMember) -> Option<u32> {
    match member.binding {
        Some(Binding::Location { location, .. }) => Some(location),
        _ => None,
    }
}
