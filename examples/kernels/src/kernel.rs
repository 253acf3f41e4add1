//! The kernels by name.

use std::fmt;
use std::str::FromStr;

use wasi_webgpu::{Result, compute::Gpu};

use crate::{
    Checked, Times, histogram, life, mandelbrot, matmul, nbody, ray_marcher, reduction, sha256,
    times::timed,
};

/// One of the kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// [`mandelbrot`]
    Mandelbrot,
    /// [`nbody`]
    Nbody,
    /// [`matmul`]
    Matmul,
    /// [`reduction`]
    Reduction,
    /// [`histogram`]
    Histogram,
    /// [`life`]
    Life,
    /// [`ray_marcher`]
    RayMarcher,
    /// [`sha256`]
    Sha256,
}

use Kernel::{Histogram, Life, Mandelbrot, Matmul, Nbody, RayMarcher, Reduction, Sha256};

impl Kernel {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Mandelbrot, Nbody, Matmul, Reduction, Histogram, Life, RayMarcher, Sha256,
    ];

    /// Its module's.
    pub fn name(self) -> &'static str {
        match self {
            Mandelbrot => "mandelbrot",
            Nbody => "nbody",
            Matmul => "matmul",
            Reduction => "reduction",
            Histogram => "histogram",
            Life => "life",
            RayMarcher => "ray_marcher",
            Sha256 => "sha256",
        }
    }

    /// The rows of a picture or of a matrix, or the number of elements: enough for the CPU to do.
    pub fn small(self) -> usize {
        match self {
            Mandelbrot | RayMarcher => 512,
            Life => 256,
            Matmul => 128,
            Nbody => 1000,
            Reduction | Histogram => 1_000_000,
            Sha256 => 10_000,
        }
    }

    /// The same, for a large GPU to have work for some tenths of a millisecond.
    pub fn large(self) -> usize {
        match self {
            Mandelbrot | RayMarcher | Life => 4096,
            Matmul => 2048,
            Nbody => 1 << 15,
            Reduction | Histogram => 1 << 28,
            Sha256 => 4_000_000,
        }
    }

    /// Runs it on the GPU, as Rust and by hand, and on the CPU.
    ///
    /// # Errors
    /// What the GPU says: it has no room for a size, for instance.
    pub async fn check(self, gpu: &Gpu, size: usize) -> Result<Checked> {
        macro_rules! check {
            ($module:ident of $number:ty, $shade:expr) => {{
                let twin = $module::twin(size);
                let both = $module::both(gpu, size).await?;
                let tolerance = $module::tolerance(size);
                Checked::new::<_, $number>(gpu, both, &twin, tolerance, $shade).await
            }};
        }
        match self {
            Mandelbrot => check!(mandelbrot of u32, Some(mandelbrot::shade)),
            Nbody => check!(nbody of f32, None),
            Matmul => check!(matmul of f32, None),
            Reduction => check!(reduction of u32, None),
            Histogram => check!(histogram of u32, None),
            Life => check!(life of u32, Some(|cell| cell as f32)),
            RayMarcher => check!(ray_marcher of f32, Some(|light| light)),
            Sha256 => check!(sha256 of u32, None),
        }
    }

    /// How long the GPU takes, as Rust and by hand.
    ///
    /// # Errors
    /// As of [`check`](Self::check).
    pub async fn time(self, gpu: &Gpu, size: usize) -> Result<Times> {
        macro_rules! time {
            ($module:ident::$kernel:ident) => {
                timed(
                    gpu,
                    $module::both(gpu, size).await?,
                    [$module::$kernel::WGSL, $module::by_hand::MODULE.source],
                )
                .await
            };
        }
        match self {
            Mandelbrot => time!(mandelbrot::mandelbrot),
            Nbody => time!(nbody::step),
            Matmul => time!(matmul::matmul),
            Reduction => time!(reduction::sum),
            Histogram => time!(histogram::histogram),
            Life => time!(life::life),
            RayMarcher => time!(ray_marcher::march),
            Sha256 => time!(sha256::sha256),
        }
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kernel {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        let found = Self::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::name).join(", ");
            format!("there is no kernel {name:?}: it is one of {all}")
        })
    }
}
