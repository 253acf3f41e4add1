//! Writes the modules of the layout fuzz test: random structs as WGSL, a kernel that copies out every
//! scalar of them, and Rust that sets every scalar by the names of the generated types.
//!
//! The seed is fixed: a failure can be looked at, in `OUT_DIR`.

use std::fmt::Write as _;
use std::{env, fs, path::Path};

const MODULES: usize = 50;
const STRUCTS: usize = 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var("OUT_DIR").unwrap();
    let folder = Path::new(&folder);
    let mut rust = String::new();
    let mut names = Vec::new();
    for i in 0..MODULES {
        let name = format!("layouts{i}");
        let module = Module::random(&mut Random::new(i as u64), &name);
        fs::write(folder.join(format!("{name}.wgsl")), &module.wgsl).unwrap();
        rust += &module.rust;
        names.push(format!("run_{name}(gpu).await?;"));
    }
    let calls = names.concat();
    rust += &format!("async fn run_all(gpu: &Gpu) -> wasi_webgpu::Result<()> {{ {calls} Ok(()) }}");
    fs::write(folder.join("layouts.rs"), rust).unwrap();
}

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

#[derive(Clone)]
enum Type {
    Scalar(&'static str),
    Atomic(&'static str),
    Vector(usize, &'static str),
    Matrix(usize, usize),
    Array(Box<Type>, usize),
    /// Its place in the module.
    Struct(usize),
}

struct Struct {
    /// Attributes and type of each member.
    members: Vec<(String, Type)>,
    align: usize,
    size: usize,
}

#[derive(Default)]
struct Module {
    structs: Vec<Struct>,
    wgsl: String,
    rust: String,
}

impl Module {
    fn random(random: &mut Random, name: &str) -> Self {
        let mut module = Self::default();
        for _ in 0..STRUCTS {
            let depth = random.below(3);
            let one = module.structure(random, depth);
            module.structs.push(one);
        }
        module.write(name);
        module
    }

    fn structure(&mut self, random: &mut Random, depth: usize) -> Struct {
        let mut members = Vec::new();
        let (mut align, mut end) = (1, 0_usize);
        for _ in 0..1 + random.below(6) {
            let ty = self.random_type(random, depth);
            let (mut wanted, mut size) = (self.align(&ty), self.size(&ty));
            let mut attributes = String::new();
            if random.one_in(6) {
                wanted *= 1 << random.below(3);
                write!(attributes, "@align({wanted}) ").unwrap();
            }
            if random.one_in(6) {
                size += 4 * random.below(6);
                write!(attributes, "@size({size}) ").unwrap();
            }
            align = align.max(wanted);
            end = end.next_multiple_of(wanted) + size;
            members.push((attributes, ty));
        }
        Struct {
            members,
            align,
            size: end.next_multiple_of(align),
        }
    }

    fn random_type(&self, random: &mut Random, depth: usize) -> Type {
        let scalar = ["f32", "u32", "i32"][random.below(3)];
        match random.below(if depth > 0 { 9 } else { 6 }) {
            0 | 1 => Type::Scalar(scalar),
            2 | 3 => Type::Vector(2 + random.below(3), scalar),
            4 => Type::Matrix(2 + random.below(3), 2 + random.below(3)),
            5 => Type::Atomic(["u32", "i32"][random.below(2)]),
            6 | 7 => {
                let element = self.random_type(random, depth - 1);
                Type::Array(Box::new(element), 1 + random.below(3))
            }
            _ if self.structs.is_empty() => Type::Scalar(scalar),
            _ => Type::Struct(random.below(self.structs.len())),
        }
    }

    /// See [WGSL, alignment and size](https://gpuweb.github.io/gpuweb/wgsl/#alignment-and-size).
    fn align(&self, ty: &Type) -> usize {
        match ty {
            Type::Scalar(_) | Type::Atomic(_) => 4,
            Type::Vector(n, _) | Type::Matrix(_, n) => 4 * n.next_power_of_two(),
            Type::Array(element, _) => self.align(element),
            Type::Struct(i) => self.structs[*i].align,
        }
    }

    fn size(&self, ty: &Type) -> usize {
        match ty {
            Type::Scalar(_) | Type::Atomic(_) => 4,
            Type::Vector(n, _) => 4 * n,
            Type::Matrix(columns, rows) => 4 * columns * rows.next_power_of_two(),
            Type::Array(element, n) => n * self.size(element).next_multiple_of(self.align(element)),
            Type::Struct(i) => self.structs[*i].size,
        }
    }

    /// The module, its kernel, and a function that runs it.
    fn write(&mut self, name: &str) {
        let mut scalars = Vec::new();
        for (i, one) in self.structs.iter().enumerate() {
            writeln!(self.wgsl, "struct S{i} {{").unwrap();
            for (k, (attributes, ty)) in one.members.iter().enumerate() {
                writeln!(self.wgsl, "    {attributes}m{k}: {},", wgsl(ty)).unwrap();
                self.scalars(ty, &format!("s{i}.m{k}"), &mut scalars);
            }
            self.wgsl += "}\n";
        }
        self.wgsl += "struct All {\n";
        for i in 0..self.structs.len() {
            writeln!(self.wgsl, "    s{i}: S{i},").unwrap();
        }
        self.wgsl += "}\n\
            @group(0) @binding(0) var<storage, read_write> all: All;\n\
            @group(0) @binding(1) var<storage, read_write> out: array<u32>;\n\
            @compute @workgroup_size(1) fn copy() {\n";
        let mut set = String::new();
        let mut expected = String::new();
        for (place, (path, scalar, is_atomic)) in scalars.iter().enumerate() {
            let value = place + 1;
            let read = match is_atomic {
                true => format!("atomicLoad(&all.{path})"),
                false => format!("all.{path}"),
            };
            writeln!(self.wgsl, "    out[{place}] = bitcast<u32>({read});").unwrap();
            let (rust, bits) = match *scalar {
                "f32" => (format!("{value}.0"), (value as f32).to_bits()),
                "i32" => (format!("-{value}"), -(value as i32) as u32),
                _ => (format!("{value}"), value as u32),
            };
            writeln!(set, "    all.{path} = {rust};").unwrap();
            write!(expected, "{bits},").unwrap();
        }
        self.wgsl += "}\n";
        let count = scalars.len();
        self.rust = format!(
            "include_wgsl!(mod {name}, \"{name}.wgsl\");
            static EXPECTED_{name}: [u32; {count}] = [{expected}];
            fn set_{name}(all: &mut {name}::All) {{\n{set}}}
            async fn run_{name}(gpu: &Gpu) -> wasi_webgpu::Result<()> {{
                let mut values = {name}::All::default();
                set_{name}(&mut values);
                let mut all = gpu.upload(&[values])?;
                let mut out = gpu.zeroed({count})?;
                let group = {name}::Group0 {{ all: &mut all, out: &mut out }};
                {name}::copy(gpu, group).dispatch_groups([1, 1, 1]).await?;
                assert_eq!(out.read().await?, EXPECTED_{name}, \"{name}\");
                Ok(())
            }}\n"
        );
    }

    /// The paths of all scalars, which WGSL and Rust write alike, and their types.
    fn scalars(&self, ty: &Type, path: &str, found: &mut Vec<(String, &'static str, bool)>) {
        match ty {
            Type::Scalar(scalar) => found.push((path.to_owned(), scalar, false)),
            Type::Atomic(scalar) => found.push((path.to_owned(), scalar, true)),
            Type::Vector(n, scalar) => {
                found.extend((0..*n).map(|i| (format!("{path}[{i}]"), *scalar, false)));
            }
            Type::Matrix(columns, rows) => {
                for i in 0..*columns {
                    self.scalars(&Type::Vector(*rows, "f32"), &format!("{path}[{i}]"), found);
                }
            }
            Type::Array(element, n) => {
                for i in 0..*n {
                    self.scalars(element, &format!("{path}[{i}]"), found);
                }
            }
            Type::Struct(i) => {
                for (k, (_, member)) in self.structs[*i].members.iter().enumerate() {
                    self.scalars(member, &format!("{path}.m{k}"), found);
                }
            }
        }
    }
}

fn wgsl(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => (*scalar).to_owned(),
        Type::Atomic(scalar) => format!("atomic<{scalar}>"),
        Type::Vector(n, scalar) => format!("vec{n}<{scalar}>"),
        Type::Matrix(columns, rows) => format!("mat{columns}x{rows}f"),
        Type::Array(element, n) => format!("array<{}, {n}>", wgsl(element)),
        Type::Struct(i) => format!("S{i}"),
    }
}
