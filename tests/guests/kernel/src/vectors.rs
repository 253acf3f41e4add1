//! Vectors: operators, constructors, swizzles and methods; on the GPU, on the CPU, and with 64 bits.

use glam::{DVec2, DVec3, DVec4};
use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{
        BVec3, BVec4, GlobalIndex, GlobalIndex2, IVec2, IVec3, UVec2, UVec4, Vec2, Vec3, Vec4,
        ivec2, uvec3, vec2, vec3, vec4,
    },
};

/// The same of either precision.
macro_rules! measures {
    ($(#[$attribute:meta])* $name:ident, $scalar:ident, $vec2:ident, $vec3:ident, $vec4:ident) => {
        $(#[$attribute])*
        fn $name(a: $vec4, b: $vec4) -> [$scalar; 40] {
            let weights = $vec4::new(1.0, -2.0, 4.0, 3.0);
            let wide = weights.truncate();
            let flat = wide.truncate();
            let a3 = a.truncate();
            let b3 = b.truncate();
            let a2 = a3.truncate();
            let b2 = b3.truncate();
            let half = $vec3::splat(0.5);
            let mask = a3.cmplt(b3);
            let mut changed = a3 * 2.0 - b3 / 3.0;
            changed.y += 1.0;
            changed *= half;
            changed[2] -= a.w;
            [
                (a + b * 2.0 - a / 4.0).dot(weights),
                (2.0 / (b3.abs() + 1.0) - 1.0 * -a3 % 0.7).dot(wide),
                changed.dot(wide),
                a3.cross(b3).dot(wide),
                a.dot(b),
                a2.dot(b2),
                a.length(),
                a3.length_squared(),
                a2.length_recip(),
                a.distance(b),
                a3.distance_squared(b3),
                a.normalize().dot(weights),
                (a3 * 0.0).normalize_or_zero().dot(wide) + a2.normalize_or_zero().dot(flat),
                a3.reflect(b3.normalize()).dot(wide),
                a3.normalize().refract(b3.normalize(), 0.5).dot(wide),
                a.lerp(b, 0.25).dot(weights),
                a3.midpoint(b3).dot(wide),
                a3.project_onto(b3).dot(wide),
                a2.reject_from(b2).dot(flat),
                a.min(b).dot(weights) - a3.max(b3).dot(wide),
                a.clamp(-b.abs(), b.abs()).dot(weights),
                a3.smoothstep(half - 1.0, half).dot(wide),
                a3.step(b3).dot(wide) + a.saturate().dot(weights),
                a.mul_add(b, weights).dot(weights),
                a3.recip().dot(wide),
                a.abs().sqrt().dot(weights),
                a3.fract().dot(wide) + a3.fract_gl().x,
                a.floor().dot(weights) + a.ceil().x * a.trunc().y - a.round().z,
                a3.signum().dot(wide),
                a.element_sum() + a3.element_product(),
                a2.min_element() * a.max_element(),
                a2.perp().dot(b2) + a2.perp_dot(b2),
                a2.rotate(b2).dot(flat),
                $vec3::select(mask, a3, b3).dot(wide),
                if mask.any() { 1.0 } else { 2.0 },
                if a3.cmpge(b3).all() { 1.0 } else if a == b { 2.0 } else { 3.0 },
                a2.extend(7.0).extend(b.w).with_x(3.0).dot(weights),
                a3.with_y(0.5).with_z(b.x).dot(wide) + $vec2::new(a.w, b.w).with_y(5.0).dot(flat),
                $vec3::from_array([a.x, b.y, 3.0]).dot($vec3::ONE + $vec3::X - $vec3::NEG_Z),
                a.to_array()[2] + b3[1] + $vec3::dot(a3, b3),
            ]
        }
    };
}

macro_rules! curves {
    ($(#[$attribute:meta])* $name:ident, $scalar:ident, $vec2:ident, $vec3:ident, $vec4:ident) => {
        $(#[$attribute])*
        fn $name(a: $vec4, b: $vec4) -> [$scalar; 7] {
            let weights = $vec4::new(1.0, -2.0, 4.0, 3.0);
            let positive = a.abs() + 0.5;
            [
                a.sin().dot(weights),
                b.cos().dot(weights),
                a.exp().dot(weights) / 8.0,
                b.exp2().dot(weights) / 4.0,
                positive.ln().dot(weights),
                positive.log2().dot(weights),
                positive.powf(1.5).dot(weights) + $vec2::from_angle(a.x).y,
            ]
        }
    };
}

measures!(
    #[gpu]
    algebra,
    f32,
    Vec2,
    Vec3,
    Vec4
);
measures!(algebra_of_64_bits, f64, DVec2, DVec3, DVec4);
curves!(
    #[gpu]
    functions,
    f32,
    Vec2,
    Vec3,
    Vec4
);
curves!(functions_of_64_bits, f64, DVec2, DVec3, DVec4);

#[kernel(workgroup_size = 64)]
fn floats(i: GlobalIndex, values: &[Vec4], first: &mut [[f32; 40]], second: &mut [[f32; 7]]) {
    if i < first.len() {
        let a = values[i];
        let b = values[i + 1];
        first[i] = algebra(a, b);
        second[i] = functions(a, b);
    }
}

/// None is near a whole number or a half, and none is 0.
fn values(count: usize) -> Vec<Vec4> {
    let number = |i: usize| ((i * 37 + 11) % 101) as f32 / 25.0 - 2.013;
    let values = (0..count).map(|i| {
        vec4(
            number(i),
            number(3 * i + 1),
            number(7 * i),
            number(9 * i + 5),
        )
    });
    values.collect()
}

fn assert_near<const N: usize>(what: &str, found: &[[f32; N]], expected: &[[f64; N]], most: f64) {
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
            let error = (f64::from(*found) - expected).abs() / (1.0 + expected.abs());
            assert!(
                error <= most,
                "{what}: {found} for {expected} at {place} of {i}"
            );
        }
    }
}

#[wasi_webgpu::test]
async fn floats_are_near() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 300;
    let values = values(COUNT + 1);
    let mut twin = (vec![[0.0; 40]; COUNT], vec![[0.0; 7]; COUNT]);
    floats::cpu(&values, &mut twin.0, &mut twin.1).dispatch_for(COUNT as u32);
    let gpu = Gpu::request().await?;
    let buffer = gpu.upload(&values)?;
    let mut first = gpu.zeroed::<[f32; 40]>(COUNT)?;
    let mut second = gpu.zeroed::<[f32; 7]>(COUNT)?;
    floats::launch(&gpu, &buffer, &mut first, &mut second)?
        .dispatch_for(COUNT)
        .await?;
    let (first, second) = (first.read().await?, second.read().await?);
    let exact = values
        .windows(2)
        .map(|it| [it[0].as_dvec4(), it[1].as_dvec4()]);
    let algebra = Vec::from_iter(exact.clone().map(|[a, b]| algebra_of_64_bits(a, b)));
    let functions = Vec::from_iter(exact.map(|[a, b]| functions_of_64_bits(a, b)));
    // Some 20 roundings of numbers below 64, quotients and roots among them, of which WGSL lets each be
    // 2.5 units of 2⁻²³ off; a reciprocal of 0.013 makes a larger number of it.
    assert_near("GPU", &first, &algebra, 2e-4);
    assert_near("CPU", &twin.0, &algebra, 2e-4);
    // A sine may be 2⁻¹¹ off, and ten of them are added; of the CPU, it is as good as all else.
    assert_near("GPU", &second, &functions, 10.0 / 2048.0);
    assert_near("CPU", &twin.1, &functions, 1e-5);
    Ok(())
}

#[kernel(workgroup_size = 64)]
fn rounded(i: GlobalIndex, values: &[Vec3], out: &mut [[Vec3; 6]], whole: &mut [[IVec3; 3]]) {
    if i < values.len() {
        let v = values[i];
        out[i] = [
            v.round(),
            v.floor(),
            v.ceil(),
            v.trunc(),
            v.signum(),
            v.fract(),
        ];
        whole[i] = [
            v.as_ivec3(),
            v.as_uvec3().as_ivec3(),
            IVec3::select(v.cmpge(Vec3::ZERO), IVec3::ONE, IVec3::NEG_ONE),
        ];
    }
}

#[wasi_webgpu::test]
async fn rounding_is_exact() -> wasi_webgpu::Result<()> {
    let values = [
        vec3(0.5, -0.5, 1.5),
        vec3(2.5, -2.5, 0.499_999_97),
        vec3(-0.499_999_97, 8_388_607.5, -8_388_607.5),
        vec3(1e9, -1e9, 3e9),
        vec3(4_294_967_040.0, 4_294_967_296.0, 1e20),
        vec3(-1e20, 2_147_483_520.0, 2_147_483_648.0),
    ];
    let mut twin = ([[Vec3::ZERO; 6]; 6], [[IVec3::ZERO; 3]; 6]);
    rounded::cpu(&values, &mut twin.0, &mut twin.1).dispatch_for(6);
    let gpu = Gpu::request().await?;
    let buffer = gpu.upload(&values)?;
    let mut out = gpu.zeroed::<[Vec3; 6]>(6)?;
    let mut whole = gpu.zeroed::<[IVec3; 3]>(6)?;
    rounded::launch(&gpu, &buffer, &mut out, &mut whole)?
        .dispatch_for(6)
        .await?;
    assert_eq!(out.read().await?, twin.0);
    assert_eq!(whole.read().await?, twin.1);
    assert_eq!(twin.0[1][0], vec3(3.0, -3.0, 0.0));
    assert_eq!(twin.1[5][0], IVec3::new(i32::MIN, 2_147_483_520, i32::MAX));
    Ok(())
}

const ENDS: [u32; 9] = [
    0,
    1,
    2,
    31,
    33,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_fffe,
    0xffff_ffff,
];

#[gpu]
const ODD: UVec2 = UVec2::new(1, 3);

#[kernel(workgroup_size = 64)]
fn integers(i: GlobalIndex, values: &[u32], offset: IVec2, out: &mut [[UVec4; 16]]) {
    let n = values.len();
    if i >= n * n {
        return;
    }
    let x = values[i / n];
    let y = values[i % n];
    let a = UVec2::new(x, y);
    let b = a.yx() ^ ODD;
    let c = a.as_ivec2();
    let d = b.as_ivec2();
    let s = y as i32;
    let mut all = [UVec4::ZERO; 16];
    all[0] = (a + b).extend(x).extend(y) * 3;
    all[1] = (a - b).xyxy() * (a * b).yyxx();
    all[2] = (a / b).xxyy() + (a % b).xyyx();
    all[3] = (c + d + offset)
        .as_uvec2()
        .extend(0)
        .extend((c - d * 2).x as u32);
    all[4] = (c / d).xyxy().as_uvec4() - (c % d).yxyx().as_uvec4();
    all[5] = ((c / s).xyx() + (s % d).yyx()).as_uvec3().extend(5);
    all[6] = (a << b).xyxy() | (a >> 3).yxyx();
    all[7] = ((c >> b) ^ (c << s)).as_uvec2().xxyy() & 0xffff;
    all[8] = (-c).as_uvec2().xyyx() + (!b).xyxy();
    all[9] = c.abs().xyxy().as_uvec4() + d.signum().xxyy().as_uvec4();
    all[10] = UVec4::splat(a.dot(b)) + UVec4::splat(c.dot(d) as u32) * 7;
    all[11] = a.min(b).xyxy().max(b.xxyy()) + c.clamp(d, offset).as_uvec2().yyxx();
    all[12] = UVec4::new(
        a.element_sum(),
        c.element_product() as u32,
        c.min_element() as u32,
        a.max_element(),
    );
    all[13] = UVec4::select(
        a.xyxy().cmplt(b.xxyy()) & !c.xyxy().cmpgt(d.xxyy()),
        a.xyxy(),
        b.yyyy(),
    );
    let mut e = c;
    e += d * offset;
    e -= 1;
    e *= ivec2(3, s);
    e /= d;
    e %= s | 1;
    e <<= b;
    e >>= 1;
    e ^= offset;
    e |= 8;
    e &= c;
    e.y += e[(x % 2) as usize];
    e[(y % 2) as usize] ^= 5;
    all[14] = e.as_uvec2().xyyx();
    let f = a.as_vec2() / 65536.0;
    all[15] = f
        .as_uvec2()
        .extend(f.as_ivec2().x as u32)
        .extend(if a == b || c != d { 1 } else { 2 });
    out[i] = all;
}

#[wasi_webgpu::test]
async fn integers_are_equal() -> wasi_webgpu::Result<()> {
    const COUNT: usize = ENDS.len() * ENDS.len();
    let offset = ivec2(-5, i32::MAX);
    let mut twin = [[UVec4::ZERO; 16]; COUNT];
    integers::cpu(&ENDS, offset, &mut twin).dispatch_for(COUNT as u32);
    let gpu = Gpu::request().await?;
    let buffer = gpu.upload(&ENDS)?;
    let mut out = gpu.zeroed::<[UVec4; 16]>(COUNT)?;
    integers::launch(&gpu, &buffer, offset, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    for (i, (found, expected)) in out.read().await?.iter().zip(&twin).enumerate() {
        let (a, b) = (ENDS[i / ENDS.len()], ENDS[i % ENDS.len()]);
        for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert_eq!(found, expected, "result {place} of {a:#x} and {b:#x}");
        }
    }
    // Of 2 and 31: 2 · (31 ^ 1) + 31 · (2 ^ 3).
    assert_eq!(
        twin[2 * ENDS.len() + 3][10].x % 7,
        (8 * (2 * 30 + 31_u32)) % 7
    );
    Ok(())
}

#[kernel(workgroup_size = (4, 4))]
fn masks(at: GlobalIndex2, out: &mut [Vec2], bits: &mut [u32]) {
    let i = at.y * 4 + at.x;
    let near = at.as_vec2().distance(vec2(1.5, 1.5));
    let v = at.as_uvec2().extend(2);
    let mut mask = v.cmplt(uvec3(2, 3, 2)) | BVec3::new(false, near < 1.0, at.x == 3);
    mask.x ^= at.y == 0;
    mask ^= BVec3::new(true, false, false);
    let all = BVec4::splat(mask.all());
    let mut sum = 0;
    for k in 0..3 {
        sum += (mask.test(k) as u32) << (k as u32);
    }
    bits[i] = sum + (all.w as u32) * 8 + (mask.any() as u32) * 16 + ((!mask).all() as u32) * 32;
    out[i].x = f32::max(near, 0.1).lerp(near * 2.0, 0.25) + f32::from_bits(0x3f80_0000).step(near);
    out[i].y = Vec2::select(v.xy().cmpne(UVec2::ONE), Vec2::X, Vec2::Y).y;
}

#[wasi_webgpu::test]
async fn masks_are_equal() -> wasi_webgpu::Result<()> {
    let mut twin = ([Vec2::ZERO; 16], [0; 16]);
    masks::cpu(&mut twin.0, &mut twin.1).dispatch_for_2d([4, 4]);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<Vec2>(16)?;
    let mut bits = gpu.zeroed::<u32>(16)?;
    masks::launch(&gpu, &mut out, &mut bits)?
        .dispatch_for_2d([4, 4])
        .await?;
    assert_eq!(bits.read().await?, twin.1);
    for (found, expected) in out.read().await?.iter().zip(&twin.0) {
        // The distance is a root, within 2⁻²¹.
        assert!((found.x - expected.x).abs() < 1e-5 && found.y == expected.y);
    }
    // At (0, 0): x is true by `<` and changed twice; y is near 2.1, but 0 < 3; z is 2 < 2.
    assert_eq!(twin.1[0], 1 + 2 + 16);
    Ok(())
}
