//! Functions of subgroups. How many invocations a subgroup has, and which, is the GPU's choice: so what
//! it computes is compared with what the values of each of its subgroups give.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use wasi_webgpu::{
    compute::{Gpu, TypedBuffer},
    kernel,
    kernel::{
        GlobalIndex, LaneIndex, SubgroupSize, Vec3, quad_broadcast, quad_swap_diagonal,
        quad_swap_x, quad_swap_y, subgroup_add, subgroup_all, subgroup_and, subgroup_any,
        subgroup_ballot, subgroup_broadcast, subgroup_broadcast_first, subgroup_exclusive_add,
        subgroup_exclusive_mul, subgroup_inclusive_add, subgroup_inclusive_mul, subgroup_max,
        subgroup_min, subgroup_mul, subgroup_or, subgroup_shuffle, subgroup_shuffle_down,
        subgroup_shuffle_up, subgroup_shuffle_xor, subgroup_xor, uvec2, vec3,
    },
};

const COUNT: usize = 256;
const RESULTS: usize = 23;

#[kernel(workgroup_size = 64, features(subgroups))]
fn all(
    i: GlobalIndex,
    lane: LaneIndex,
    size: SubgroupSize,
    numbers: &[i32],
    lanes: &mut [[u32; 3]],
    out: &mut [[i32; 23]],
) {
    let x = numbers[i];
    let bits = x as u32;
    lanes[i] = [subgroup_broadcast_first(i as u32), lane as u32, size as u32];
    out[i] = [
        subgroup_add(x),
        subgroup_exclusive_add(x),
        subgroup_inclusive_add(x),
        subgroup_mul(x),
        subgroup_exclusive_mul(x),
        subgroup_inclusive_mul(x),
        subgroup_min(x),
        subgroup_max(x),
        subgroup_and(bits) as i32,
        subgroup_or(bits) as i32,
        subgroup_xor(bits) as i32,
        subgroup_all(x > -40) as i32,
        subgroup_any(x > 40) as i32,
        subgroup_broadcast_first(x),
        subgroup_broadcast(x, 2),
        subgroup_shuffle(x, (lane + 1) % 4),
        subgroup_shuffle_xor(x, 1),
        subgroup_shuffle_up(x, 1),
        subgroup_shuffle_down(x, 1),
        quad_broadcast(x, 3),
        quad_swap_x(x),
        quad_swap_y(x),
        quad_swap_diagonal(x),
    ];
}

/// What a lane of these finds, or `None` where it may be any value.
fn expected(all: &[i32], lane: usize) -> [Option<i32>; RESULTS] {
    let sum = |all: &[i32]| Some(all.iter().fold(0, |a: i32, b| a.wrapping_add(*b)));
    let product = |all: &[i32]| Some(all.iter().fold(1, |a: i32, b| a.wrapping_mul(*b)));
    let at = |lane: usize| all.get(lane).copied();
    [
        sum(all),
        sum(&all[..lane]),
        sum(&all[..=lane]),
        product(all),
        product(&all[..lane]),
        product(&all[..=lane]),
        all.iter().min().copied(),
        all.iter().max().copied(),
        all.iter().copied().reduce(|a, b| a & b),
        all.iter().copied().reduce(|a, b| a | b),
        all.iter().copied().reduce(|a, b| a ^ b),
        Some(i32::from(all.iter().all(|x| *x > -40))),
        Some(i32::from(all.iter().any(|x| *x > 40))),
        at(0),
        at(2),
        at((lane + 1) % 4),
        at(lane ^ 1),
        lane.checked_sub(1).and_then(at),
        at(lane + 1),
        at(lane / 4 * 4 + 3),
        at(lane ^ 1),
        at(lane ^ 2),
        at(lane ^ 3),
    ]
}

fn check(numbers: &[i32], lanes: &[[u32; 3]], out: &[[i32; RESULTS]]) {
    let mut subgroups: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
    for (i, [first, lane, _]) in lanes.iter().enumerate() {
        subgroups.entry(*first).or_default().push((*lane, i));
    }
    for mut members in subgroups.into_values() {
        members.sort_unstable();
        let values: Vec<i32> = members.iter().map(|(_, i)| numbers[*i]).collect();
        assert!(values.len() <= lanes[members[0].1][2] as usize);
        for (place, (lane, i)) in members.iter().enumerate() {
            assert_eq!(place as u32, *lane);
            for (k, expected) in expected(&values, place).into_iter().enumerate() {
                let found = out[*i][k];
                assert!(
                    expected.is_none_or(|it| it == found),
                    "result {k} of invocation {i}, lane {lane} of {values:?}: {found}, not {expected:?}"
                );
            }
        }
    }
}

fn numbers() -> Vec<i32> {
    (0..COUNT as i32).map(|i| i * 7919 % 101 - 50).collect()
}

#[test]
fn the_twin_does_what_subgroups_do() {
    let numbers = numbers();
    let (mut lanes, mut out) = (vec![[0; 3]; COUNT], vec![[0; RESULTS]; COUNT]);
    all::cpu(&numbers, &mut lanes, &mut out).dispatch_for(COUNT as u32);
    assert_eq!(lanes[37], [32, 5, 32]);
    check(&numbers, &lanes, &out);
}

#[wasi_webgpu::test]
async fn subgroups_are_equal() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    let numbers = numbers();
    let input = gpu.upload(&numbers)?;
    let mut lanes = gpu.zeroed::<[u32; 3]>(COUNT)?;
    let mut out = gpu.zeroed::<[i32; RESULTS]>(COUNT)?;
    all::launch(&gpu, &input, &mut lanes, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    check(&numbers, &lanes.read().await?, &out.read().await?);
    Ok(())
}

/// Vectors, and a bit for each lane.
#[kernel(workgroup_size = 64, features(subgroups))]
fn vectors(i: GlobalIndex, lane: LaneIndex, bits: &mut [[u32; 2]], out: &mut [[Vec3; 2]]) {
    let x = i as f32;
    let ballot = subgroup_ballot(i % 3 == 0);
    let mine = [ballot.x, ballot.y, ballot.z, ballot.w][lane / 32] >> (lane as u32 % 32);
    bits[i] = [mine & 1, subgroup_add(uvec2(1, 3)).y];
    out[i] = [
        subgroup_max(vec3(x, -x, 1.5)),
        subgroup_shuffle_xor(vec3(x, 2.0 * x, 3.0), 1),
    ];
}

#[wasi_webgpu::test]
async fn vectors_of_subgroups_are_equal() -> wasi_webgpu::Result<()> {
    let check = |bits: &[[u32; 2]], out: &[[Vec3; 2]]| {
        for (i, ([bit, sum], [most, other])) in bits.iter().zip(out).enumerate() {
            assert_eq!(*bit, u32::from(i % 3 == 0), "{i}");
            assert!(
                *sum % 3 == 0 && most.x >= i as f32 && most.y >= -(i as f32),
                "{i}: {sum} {most}"
            );
            assert_eq!((most.z, other.y, other.z), (1.5, 2.0 * other.x, 3.0));
        }
    };
    let (mut bits, mut out) = (vec![[0; 2]; 128], vec![[Vec3::ZERO; 2]; 128]);
    vectors::cpu(&mut bits, &mut out).dispatch_for(128);
    assert_eq!(
        (bits[5], out[5]),
        ([0, 96], [vec3(31.0, 0.0, 1.5), vec3(4.0, 8.0, 3.0)])
    );
    check(&bits, &out);
    let gpu = Gpu::request().await?;
    let (mut bits, mut out) = (gpu.zeroed(128)?, gpu.zeroed(128)?);
    vectors::launch(&gpu, &mut bits, &mut out)?
        .dispatch_for(128)
        .await?;
    check(&bits.read().await?, &out.read().await?);
    Ok(())
}

/// The sum of all numbers: of a subgroup by its function, of all subgroups by an atomic.
#[kernel(workgroup_size = 128, features(subgroups))]
fn total(i: GlobalIndex, lane: LaneIndex, numbers: &[u32], total: &[AtomicU32]) {
    let x = if i < numbers.len() { numbers[i] } else { 0 };
    let sum = subgroup_add(x);
    if lane == 0 {
        total[0].fetch_add(sum, Relaxed);
    }
}

#[wasi_webgpu::test]
async fn a_sum_by_subgroups_is_the_sum() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    let numbers: Vec<u32> = (0..10_000).map(|i| i * i).collect();
    let sum = numbers.iter().fold(0_u32, |a, b| a.wrapping_add(*b));
    let twin = [AtomicU32::new(0)];
    total::cpu(&numbers, &twin).dispatch_for(10_000);
    assert_eq!(twin[0].load(Relaxed), sum);
    let mut out: TypedBuffer<u32> = gpu.zeroed(1)?;
    let input = gpu.upload(&numbers)?;
    total::launch(&gpu, &input, &mut out)?
        .dispatch_for(10_000)
        .await?;
    assert_eq!(out.read().await?, [sum]);
    Ok(())
}
