//! What is generated of the valid shaders of `tests/shaders`.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use naga::{Module, TypeInner, proc::Layouter};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprLit, GenericArgument, Item, ItemMod, ItemStruct, Lit, PathArguments, Type};

use super::{Head, Mapped, Shader, generate};
use crate::wgsl::{Diagnostic, Features, check};

fn typed(text: &str, features: Features) -> (Module, ItemMod) {
    let (module, tokens) = tokens(text, features);
    let tokens = tokens.unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
    (module, syn::parse2(tokens).unwrap())
}

fn tokens(text: &str, features: Features) -> (Module, Result<TokenStream, Vec<Diagnostic>>) {
    let (module, info) = check(text, features).unwrap();
    let head: Head = syn::parse_quote!(mod shader);
    let shader = Shader {
        module: &module,
        info: &info,
        features,
        text,
        span: &|_| proc_macro2::Span::call_site(),
        label: quote!("shader"),
        source: quote!(""),
    };
    let sdk = quote!(sdk).into_iter().next().unwrap();
    let tokens = generate(&sdk, &head, &Mapped::default(), &shader);
    (module, tokens)
}

/// Of WGSL, this is what a typed module refuses, and says so.
const REFUSED: [&str; 2] = [
    "reads immediate data, which a launch cannot set",
    "a typed module needs a binding for each",
];

fn valid_shaders() -> Vec<(Module, ItemMod)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shaders/valid");
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let typed = texts.filter_map(|text| {
        let first = text.lines().next().unwrap_or_default();
        let names = first.strip_prefix("// features: ").unwrap_or_default();
        let names = names.split(", ").filter(|name| !name.is_empty());
        let features = names.fold(Features::default(), |all, name| all.with(name).unwrap());
        let (module, tokens) = tokens(&text, features);
        match tokens {
            Ok(tokens) => Some((module, syn::parse2(tokens).unwrap())),
            Err(errors) => {
                let message = &errors[0].message;
                let is_known = REFUSED.iter().any(|it| message.contains(it));
                assert!(is_known, "{errors:?}\n{text}");
                None
            }
        }
    });
    typed.collect()
}

/// Bytes and alignment that `#[repr(C)]` gives to types.
#[derive(Default)]
struct ReprC(HashMap<String, (u32, u32)>);

impl ReprC {
    fn of(&self, ty: &Type) -> (u32, u32) {
        match ty {
            Type::Array(array) => {
                let (size, align) = self.of(&array.elem);
                (size * count(&array.len), align)
            }
            Type::Path(path) => {
                let last = path.path.segments.last().unwrap();
                let arguments = match &last.arguments {
                    PathArguments::AngleBracketed(arguments) => Vec::from_iter(&arguments.args),
                    _ => Vec::new(),
                };
                match (last.ident.to_string().as_str(), &arguments[..]) {
                    ("f32" | "i32" | "u32", []) => (4, 4),
                    ("f16", []) => (2, 2),
                    ("Padding", [GenericArgument::Const(bytes)]) => (count(bytes), 1),
                    ("Padded", [GenericArgument::Type(ty), GenericArgument::Const(bytes)]) => {
                        let (size, align) = self.of(ty);
                        (size + count(bytes), align)
                    }
                    (name, _) => self.0[name],
                }
            }
            other => panic!("{}", quote!(#other)),
        }
    }

    /// The offsets of a struct's fields but for padding, and its size. Nothing is between the fields.
    fn add(&mut self, item: &ItemStruct) -> (Vec<u32>, u32) {
        let (mut offsets, mut end, mut largest) = (Vec::new(), 0_u32, 1);
        for field in &item.fields {
            let (size, align) = self.of(&field.ty);
            assert!(end.is_multiple_of(align), "{}: a gap", item.ident);
            let ty = &field.ty;
            if !quote!(#ty).to_string().contains("Padding") {
                offsets.push(end);
            }
            end += size;
            largest = largest.max(align);
        }
        assert!(end.is_multiple_of(largest), "{}: a gap", item.ident);
        self.0.insert(item.ident.to_string(), (end, largest));
        (offsets, end)
    }
}

fn count(expression: &Expr) -> u32 {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse().unwrap(),
        other => panic!("{}", quote!(#other)),
    }
}

fn items(module: &ItemMod) -> &[Item] {
    &module.content.as_ref().unwrap().1
}

#[test]
fn structs_have_nagas_layout() {
    let mut compared = 0;
    for (module, generated) in valid_shaders() {
        let mut layouter = Layouter::default();
        layouter.update(module.to_ctx()).unwrap();
        let mut repr_c = ReprC::default();
        for item in items(&generated) {
            let Item::Struct(item) = item else { continue };
            let mut types = module.types.iter();
            let is_it = |ty: &naga::Type| ty.name.as_ref().is_some_and(|name| item.ident == name);
            let Some((handle, ty)) = types.find(|(_, ty)| is_it(ty)) else {
                continue;
            };
            let TypeInner::Struct { members, .. } = &ty.inner else {
                continue;
            };
            // Of vertices, WGSL does not say where they are in a buffer.
            if members.iter().any(|member| member.binding.is_some()) {
                continue;
            }
            let (offsets, size) = repr_c.add(item);
            let expected: Vec<_> = members.iter().map(|member| member.offset).collect();
            assert_eq!(offsets, expected[..offsets.len()], "{}", item.ident);
            match expected.get(offsets.len()) {
                None => assert_eq!(size, layouter[handle].size, "{}", item.ident),
                Some(tail) => assert_eq!(size, *tail, "{}", item.ident),
            }
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared}");
}

/// A crate may deny missing documentation.
#[test]
fn all_that_is_public_is_documented() {
    let is_documented = |attributes: &[syn::Attribute]| {
        attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("doc"))
    };
    let mut checked = 0;
    for (_, generated) in valid_shaders() {
        for item in items(&generated) {
            match item {
                Item::Struct(item) => {
                    assert!(is_documented(&item.attrs), "{}", item.ident);
                    for field in &item.fields {
                        assert!(is_documented(&field.attrs), "{}", item.ident);
                        checked += 1;
                    }
                }
                Item::Fn(item) => assert!(is_documented(&item.attrs), "{}", item.sig.ident),
                Item::Static(item) => assert!(is_documented(&item.attrs), "{}", item.ident),
                _ => {}
            }
        }
    }
    assert!(checked > 90, "{checked}");
}

#[test]
fn comments_of_the_shader_are_documentation() {
    let text = "
        //! The shader's.
        /// The struct's.
        struct S {
            /// The member's.
            a: f32,
        }
        /// The variable's.
        @group(0) @binding(3) var<storage, read_write> v: array<S>;
        /// The entry point's.
        @compute @workgroup_size(8, 4) fn go() { v[0].a = 1.0; shared_[0] = 1; }
        var<workgroup> shared_: array<u32, 7>;";
    let (_, generated) = typed(text, Features::default());
    let generated = quote!(#generated).to_string();
    for expected in [
        "The shader's.",
        "The struct's.",
        "The member's.",
        "`f32` at byte 0.",
        "The variable's.",
        "`@binding(3) var<storage, read_write> v: array<S>`",
        "The entry point's.",
        "@workgroup_size(8, 4)",
        "It has 32 bytes of workgroup memory.",
    ] {
        assert!(generated.contains(expected), "{expected}: {generated}");
    }
}

/// `cargo test -p wasi-webgpu-macros -- --ignored --nocapture` prints it.
#[test]
#[ignore = "prints how long it takes"]
fn cost_of_a_typed_module_of_200_lines() {
    let mut text = String::new();
    for i in 0..20 {
        text += &format!(
            "struct S{i} {{\n a: vec3f,\n b: mat4x3f,\n c: array<vec3u, 4>,\n}}
            @group({}) @binding({i}) var<storage, read_write> v{i}: array<S{i}>;
            @compute @workgroup_size(64)
            fn go{i}(@builtin(global_invocation_id) id: vec3u) {{
                v{i}[id.x].a += v{i}[id.y].b * vec4f(1.0);
            }}\n",
            i % 4
        );
    }
    assert_eq!(text.lines().count(), 200);
    let best = (0..10).map(|_| {
        let start = Instant::now();
        assert!(tokens(&text, Features::default()).1.is_ok());
        start.elapsed()
    });
    println!("typed, 200 lines: {:?}", best.min().unwrap());
}
