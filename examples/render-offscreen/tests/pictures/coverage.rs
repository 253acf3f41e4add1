//! Which surface is seen where, and how much of a pixel it covers.

use render_offscreen::{Camera, Error, Renderer, View};

use wasi_webgpu::compute::Gpu;

use crate::Result;
use crate::scenes::{FRONT, SQUARE, black, front, model, render, same};

#[wasi_webgpu::test]
async fn the_nearer_wins_in_any_order() -> Result {
    let far = "usemtl green\nf 1 2 3 4\n";
    let near = "usemtl red\nf 5 6 7 8\n";
    let corners = "
        v -1 -1 -0.2\nv 1 -1 -0.2\nv 1 1 -0.2\nv -1 1 -0.2
        v -1 -1 0.2\nv 0 -1 0.2\nv 0 1 0.2\nv -1 1 0.2\n";
    let view = front(32, 32);
    let first = render(&model(&format!("{corners}{far}{near}"), &black())?, &view).await?;
    let second = render(&model(&format!("{corners}{near}{far}"), &black())?, &view).await?;
    assert!(same(&first, &second, 0));
    for (x, y) in [(2, 2), (2, 29), (13, 16)] {
        let [left, right] = [x, 31 - x].map(|x| first.get_pixel(x, y).0);
        assert!(
            left[0] > left[1] && right[1] > right[0],
            "{left:?}, {right:?}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn surfaces_that_cross_are_each_seen_where_they_are_nearer() -> Result {
    let obj = "
        v -1 -1 0.5\nv 1 -1 -0.5\nv 1 1 -0.5\nv -1 1 0.5
        v -1 -1 -0.5\nv 1 -1 0.5\nv 1 1 0.5\nv -1 1 -0.5
        usemtl red\nf 1 2 3 4\nusemtl green\nf 5 6 7 8";
    let picture = render(&model(obj, &black())?, &front(40, 30)).await?;
    for y in 5..25 {
        let [left, right] = [18, 21].map(|x| picture.get_pixel(x, y).0);
        assert!(
            left[0] > left[1] && right[1] > right[0],
            "{left:?}, {right:?}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn edges_have_levels_in_between() -> Result {
    // A diamond, whose edges go through pixels at 40°.
    let obj = "v 0 -1 0\nv 1.2 0 0\nv 0 1 0\nv -1.2 0 0\nusemtl red\nf 1 2 3 4";
    let camera = Camera {
        distance: Camera::FITTING,
        ..FRONT
    };
    let view = View {
        camera,
        ..front(64, 64)
    };
    let picture = render(&model(obj, &black())?, &view).await?;
    let red = picture.get_pixel(32, 32).0;
    let blue = picture.get_pixel(0, 0).0;
    assert_eq!(blue, [0, 0, 255, 255]);
    let mut levels: Vec<_> = picture.pixels().map(|pixel| pixel[0]).collect();
    levels.sort_unstable();
    let mixed = levels
        .iter()
        .filter(|&&level| level > 2 && level + 2 < red[0])
        .count();
    levels.dedup_by(|a, b| a.abs_diff(*b) <= 2);
    // None, all, and 1, 2 or 3 samples of 4.
    assert!(levels.len() >= 4, "{levels:?}");
    assert!((60..250).contains(&mixed), "{mixed} pixels on the edges");
    Ok(())
}

#[wasi_webgpu::test]
async fn surfaces_have_two_sides() -> Result {
    let square = model(&format!("usemtl red\n{SQUARE}"), &black())?;
    let ahead = render(&square, &front(8, 8)).await?;
    let camera = Camera {
        yaw: 180.0,
        ..FRONT
    };
    let behind = render(
        &square,
        &View {
            camera,
            ..front(8, 8)
        },
    )
    .await?;
    assert!(same(&ahead, &behind, 1));
    assert!(ahead.get_pixel(4, 4)[0] > 100);
    Ok(())
}

#[wasi_webgpu::test]
async fn pictures_of_any_size() -> Result {
    let renderer = Renderer::new(&Gpu::request().await?).await?;
    let scene = renderer
        .upload(&model(&format!("usemtl red\n{SQUARE}"), &black())?)
        .await?;
    let pixel = *renderer.render(&scene, &front(1, 1)).await?.get_pixel(0, 0);
    for (width, height) in [(3, 2), (63, 1), (1, 65), (257, 63)] {
        let picture = renderer.render(&scene, &front(width, height)).await?;
        assert_eq!(picture.dimensions(), (width, height));
        let middle = *picture.get_pixel(width / 2, height / 2);
        assert!(
            pixel
                .0
                .iter()
                .zip(middle.0)
                .all(|(a, b)| a.abs_diff(b) <= 1)
        );
    }
    for (width, height) in [(0, 1), (1, 0), (1, u32::MAX)] {
        let error = renderer.render(&scene, &front(width, height)).await.err();
        assert!(matches!(error, Some(Error::Size { .. })), "{error:?}");
    }
    Ok(())
}
