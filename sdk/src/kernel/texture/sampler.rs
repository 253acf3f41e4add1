//! How textures are sampled on the CPU.

use glam::Vec4;
use wgpu_types::{AddressMode, FilterMode, MipmapFilterMode};

use super::Level;
use crate::SamplerDescriptor;

/// How a kernel samples textures: `sampler` in WGSL, and `&Sampler` in a kernel.
///
/// For the GPU it is a [`typed::Sampler<Filtering>`](crate::typed::Sampler), of the same descriptor.
#[derive(Clone, Copy, Debug)]
pub struct Sampler {
    address: [AddressMode; 3],
    magnified: FilterMode,
    minified: FilterMode,
    between_levels: MipmapFilterMode,
    levels: [f32; 2],
}

impl Sampler {
    /// The sampler of this description, without its anisotropy and comparison.
    pub fn new(desc: &SamplerDescriptor<'_>) -> Self {
        Self {
            address: [
                desc.address_mode_u,
                desc.address_mode_v,
                desc.address_mode_w,
            ],
            magnified: desc.mag_filter,
            minified: desc.min_filter,
            between_levels: desc.mipmap_filter,
            levels: [desc.lod_min_clamp, desc.lod_max_clamp],
        }
    }

    /// The color at a place of the first `axes` axes, and in a layer of the next.
    pub(super) fn sample(
        &self,
        levels: &[Level<Vec4>],
        axes: usize,
        place: [f32; 3],
        level: f32,
    ) -> Vec4 {
        let level = level.max(self.levels[0]).min(self.levels[1]);
        let filter = if level <= 0.0 {
            self.magnified
        } else {
            self.minified
        };
        let last = levels.len() - 1;
        let level = level.clamp(0.0, last as f32);
        let of = |level: usize| self.in_level(&levels[level.min(last)], filter, axes, place);
        match self.between_levels {
            MipmapFilterMode::Nearest => of((level + 0.5).floor() as usize),
            MipmapFilterMode::Linear => {
                let first = level.floor();
                of(first as usize).lerp(of(first as usize + 1), level - first)
            }
        }
    }

    fn in_level(
        &self,
        level: &Level<Vec4>,
        filter: FilterMode,
        axes: usize,
        place: [f32; 3],
    ) -> Vec4 {
        // Of each axis, the two nearest texels and the second one's weight.
        let mut near = [[place[2] as usize; 2]; 3];
        let mut weights = [0.0; 3];
        for axis in 0..axes {
            let size = level.size[axis];
            let at = place[axis] * size as f32;
            let first = match filter {
                FilterMode::Nearest => at.floor(),
                FilterMode::Linear => (at - 0.5).floor(),
            };
            if filter == FilterMode::Linear {
                weights[axis] = at - 0.5 - first;
            }
            near[axis] =
                [0, 1].map(|next| addressed(self.address[axis], first as i64 + next, size));
        }
        let corners = 0..1_usize << axes;
        corners.fold(Vec4::ZERO, |sum, corner| {
            let side = |axis: usize| corner >> axis & 1;
            let weight = (0..axes).fold(1.0, |weight, axis| match side(axis) {
                0 => weight * (1.0 - weights[axis]),
                _ => weight * weights[axis],
            });
            // What has no weight may be infinite.
            if weight == 0.0 {
                return sum;
            }
            let at = [0, 1, 2].map(|axis| near[axis][side(axis)]);
            sum + weight * level.texel(at)
        })
    }
}

/// The texel that stands for one that may be outside.
fn addressed(mode: AddressMode, at: i64, size: usize) -> usize {
    let size = size as i64;
    let at = match mode {
        AddressMode::Repeat => at.rem_euclid(size),
        AddressMode::MirrorRepeat => {
            let at = at.rem_euclid(2 * size);
            at.min(2 * size - 1 - at)
        }
        AddressMode::ClampToEdge | AddressMode::ClampToBorder => at.clamp(0, size - 1),
    };
    at as usize
}

#[cfg(test)]
mod tests {
    use wgpu_types::AddressMode;

    use super::addressed;

    #[test]
    fn what_is_outside_has_a_texel_inside() {
        let all = |mode| Vec::from_iter((-4..7).map(|at| addressed(mode, at, 3)));
        assert_eq!(all(AddressMode::Repeat), [2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
        assert_eq!(
            all(AddressMode::MirrorRepeat),
            [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]
        );
        assert_eq!(
            all(AddressMode::ClampToEdge),
            [0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2]
        );
    }
}
