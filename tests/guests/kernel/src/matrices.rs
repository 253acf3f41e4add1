//! Matrices: as parameters, in memory, and what they do to vectors.

use glam::{DMat2, DMat3, DMat4, DVec4};
use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, Mat2, Mat3, Mat4, Vec2, Vec3, Vec4, mat3},
};

/// The same of either precision.
macro_rules! products_by {
    ($(#[$attribute:meta])* $name:ident, $scalar:ident,
     $vec4:ident, $mat2:ident, $mat3:ident, $mat4:ident) => {
        $(#[$attribute])*
        fn $name(small: $mat2, middle: $mat3, large: $mat4, v: $vec4) -> [$scalar; 18] {
            let weights = $vec4::new(1.0, -2.0, 4.0, 3.0);
            let wide = weights.truncate();
            let flat = wide.truncate();
            let v3 = v.truncate();
            let v2 = v3.truncate();
            let mut changed = middle;
            changed.y_axis = v3;
            changed.x_axis.z += 2.0;
            changed *= 0.5;
            changed -= $mat3::IDENTITY;
            let turn = $mat3::from_rotation_x(v.x) * $mat3::from_rotation_y(v.y);
            [
                (small * v2).dot(flat),
                (middle * v3).dot(wide),
                (large * v).dot(weights),
                (small * small * v2).dot(flat),
                (middle * changed * v3).dot(wide),
                (large * large * v).dot(weights) / 8.0,
                ((small + 2.0 * small - small.transpose()) * v2).dot(flat),
                (-middle * v3).dot(wide) + middle.determinant(),
                (large.transpose() * v).dot(weights) - large.determinant() / 64.0,
                middle.col(2).dot(wide) + large.row(1).dot(weights),
                small.mul_vec2(v2).x + middle.mul_vec3(v3).y + large.mul_vec4(v).z,
                large.transform_point3(v3).dot(wide),
                large.transform_vector3(v3).dot(wide),
                (turn * $mat3::from_rotation_z(v.z) * v3).dot(wide),
                ($mat2::from_angle(v.w) * v2).dot(flat) + small.determinant(),
                ($mat3::from_diagonal(v3) * wide).dot(v3) + ($mat3::from_mat4(large) * v3).x,
                ($mat4::from_translation(v3) * weights).dot(v) + large.w_axis.x,
                ($mat2::from_cols(v2, flat) * flat).dot(v2) + ($mat4::ZERO * v).x,
            ]
        }
    };
}

products_by!(
    #[gpu]
    measures,
    f32,
    Vec4,
    Mat2,
    Mat3,
    Mat4
);
products_by!(measures_of_64_bits, f64, DVec4, DMat2, DMat3, DMat4);

/// `Mat3`s have 36 bytes in memory, and those of WGSL have 48.
#[kernel(workgroup_size = 64)]
fn products(
    i: GlobalIndex,
    small: &[Mat2],
    turn: Mat3,
    middle: &mut [Mat3],
    large: Mat4,
    values: &[Vec4],
    out: &mut [[f32; 18]],
) {
    if i < values.len() {
        out[i] = measures(small[i], middle[i], large, values[i]);
        let k = i % 3;
        let column = middle[i].col(k);
        middle[i].x_axis.z = column.y + small[i].y_axis.x;
        middle[i].y_axis += turn.col((k + 1) % 3);
        middle[i] = mat3(middle[i].z_axis, middle[i].x_axis, middle[i].y_axis);
    }
}

fn number(i: usize) -> f32 {
    ((i * 37 + 11) % 101) as f32 / 25.0 - 2.013
}

fn vector(i: usize) -> Vec4 {
    Vec4::from([0, 1, 2, 3].map(|k| number(i * 7 + k)))
}

#[wasi_webgpu::test]
async fn matrices_are_near() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 100;
    let small: Vec<Mat2> = (0..COUNT)
        .map(|i| {
            Mat2::from_cols(
                vector(i).truncate().truncate(),
                Vec2::new(number(3 * i), 0.5),
            )
        })
        .collect();
    let middle: Vec<Mat3> = (0..COUNT)
        .map(|i| {
            Mat3::from_cols_array_2d(&[i, 2 * i, 3 * i].map(|k| vector(k).truncate().to_array()))
        })
        .collect();
    let values: Vec<Vec4> = (0..COUNT).map(vector).collect();
    let large = Mat4::from_cols_array_2d(&[3, 1, 4, 15].map(|k| vector(k).to_array()));
    let turn = Mat3::from_cols(Vec3::X, Vec3::new(0.5, 0.25, 4.0), Vec3::Z);
    let mut twin = (middle.clone(), vec![[0.0; 18]; COUNT]);
    products::cpu(&small, turn, &mut twin.0, large, &values, &mut twin.1)
        .dispatch_for(COUNT as u32);
    let gpu = Gpu::request().await?;
    let (first, third) = (gpu.upload(&small)?, gpu.upload(&values)?);
    let mut second = gpu.upload(&middle)?;
    let mut out = gpu.zeroed::<[f32; 18]>(COUNT)?;
    products::launch(&gpu, &first, turn, &mut second, large, &third, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    let out = out.read().await?;
    for i in 0..COUNT {
        let exact = measures_of_64_bits(
            small[i].as_dmat2(),
            middle[i].as_dmat3(),
            large.as_dmat4(),
            values[i].as_dvec4(),
        );
        for (place, exact) in exact.into_iter().enumerate() {
            // Sums of some hundred products of numbers below 4, each within 2⁻²³; and the sines of four
            // rotations, each within WGSL's 2⁻¹¹ on the GPU.
            let scale = 1.0 + exact.abs();
            let most = if (13..15).contains(&place) {
                40.0 / 2048.0
            } else {
                2e-4
            };
            let (gpu, cpu) = (f64::from(out[i][place]), f64::from(twin.1[i][place]));
            assert!(
                (gpu - exact).abs() <= most * scale,
                "GPU: {gpu} for {exact} at {place} of {i}"
            );
            assert!(
                (cpu - exact).abs() <= 2e-4 * scale,
                "CPU: {cpu} for {exact} at {place} of {i}"
            );
        }
    }
    // A sum of two: the same everywhere.
    assert_eq!(second.read().await?, twin.0);
    assert_eq!(twin.0[1].y_axis.z, middle[1].y_axis.y + small[1].y_axis.x);
    Ok(())
}
