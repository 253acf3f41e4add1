//! Models from OBJ files: good ones of every kind, and broken ones. Needs no GPU.

use std::io;

use glam::{Vec2, Vec3};
use render_offscreen::{Detail, Error, Model};

const SQUARE: &str = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n";

/// Reads a model whose library is `a.mtl`; there are no other files.
fn read(obj: &str, mtl: &str, detail: Detail) -> Result<Model, Error> {
    Model::read(obj.as_bytes(), detail, |name| match name {
        "a.mtl" => Ok(mtl.into()),
        "broken.png" => Ok(b"no picture".to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}

fn shape(obj: &str) -> Model {
    read(obj, "", Detail::Textures).expect(obj)
}

fn cube() -> String {
    let corner = |k: i32| format!("v {} {} {}\n", k & 1, k >> 1 & 1, k >> 2);
    let corners: String = (0..8).map(corner).collect();
    corners + "f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6\n"
}

#[test]
fn polygons_become_triangles() {
    for (face, triangles) in [("f 1 2 3", 1), ("f 1 2 3 4", 2), ("f 1 2 3 4 3", 3)] {
        let model = shape(&format!("{SQUARE}{face}"));
        assert_eq!(model.indices.len(), 3 * triangles, "{face}");
    }
    assert_eq!(shape(&cube()).indices.len(), 36);
}

#[test]
fn faces_may_be_written_in_many_ways() {
    let expected = shape(&format!("{SQUARE}f 1 2 3 4"));
    for obj in [
        format!("# a comment\r\n\r\n{SQUARE}f -4 -3 -2 -1\n"),
        format!("  {}\n\tf 1// 2// 3// 4//", SQUARE.replace('\n', "\n  ")),
        format!("o a\n{SQUARE}g b\ns off\nl 1 2 3 4\np 1\nf 1 2 3\ng c\nf 1 3 4"),
        format!("{SQUARE}vn 0 1 0\nf 1//1 2//1 3//1\nf 1 3 4"),
    ] {
        let model = shape(&obj);
        assert_eq!(model.vertices, expected.vertices, "{obj:?}");
        assert_eq!(model.indices, expected.indices, "{obj:?}");
    }
}

#[test]
fn models_are_in_the_unit_sphere() {
    // Coordinates of a map: the corners are as far from each other as their place is precise.
    for offset in [0.0, 4.5e6] {
        let corners = [[0.0, 0.0], [8.0, 0.0], [8.0, 6.0], [0.0, 6.0]];
        let corners = corners.map(|[x, y]| format!("v {} {} {offset}\n", x + offset, y - offset));
        let model = shape(&(corners.concat() + "f 1 2 3 4"));
        let expected = [[-0.8, -0.6], [0.8, -0.6], [0.8, 0.6], [-0.8, 0.6]];
        for (vertex, [x, y]) in model.vertices.iter().zip(expected) {
            let place = Vec3::new(x, y, 0.0);
            assert!(
                vertex.position.distance(place) < 1e-6,
                "{offset}: {vertex:?}"
            );
        }
    }
}

#[test]
fn textures_begin_at_the_top() {
    let model = shape(&format!(
        "{SQUARE}vt 0.25 0\nvt 1 0.25\nvt 0 1\nf 1/1 2/2 3/3"
    ));
    let uvs: Vec<_> = model.vertices.iter().map(|vertex| vertex.uv).collect();
    let expected = [[0.25, 1.0], [1.0, 0.75], [0.0, 0.0]].map(Vec2::from);
    assert_eq!(uvs, expected);
}

#[test]
fn normals_of_the_file_are_used() {
    let model = shape(&format!("{SQUARE}vn 0 2 0\nvn 1 0 0\nf 1//1 2//2 3//1"));
    let normals: Vec<_> = model.vertices.iter().map(|vertex| vertex.normal).collect();
    assert_eq!(normals, [Vec3::Y, Vec3::X, Vec3::Y]);
}

#[test]
fn computed_normals_are_sharp_at_sharp_edges() {
    let model = shape(&cube());
    // Three at each corner.
    assert_eq!(model.vertices.len(), 24);
    for triangle in model.indices.as_chunks::<3>().0 {
        let corners = triangle.map(|index| model.vertices[index as usize]);
        let middle: Vec3 = corners.iter().map(|corner| corner.position).sum();
        for corner in corners {
            let normal = corner.normal;
            assert!((normal.abs().max_element() - 1.0).abs() < 1e-6, "{normal}");
            assert!(normal.dot(middle) > 0.0, "{normal} points into the cube");
        }
    }
}

#[test]
fn computed_normals_are_smooth_on_curved_surfaces() {
    // A tube of 16 sides, along y.
    let mut obj = String::new();
    for i in 0..16 {
        let (sin, cos) = (f64::from(i) * std::f64::consts::TAU / 16.0).sin_cos();
        obj += &format!("v {sin} -1 {cos}\nv {sin} 1 {cos}\n");
    }
    for i in 0..16 {
        let (a, b) = (2 * i + 1, 2 * (i + 1) % 32 + 1);
        obj += &format!("f {a} {b} {} {}\n", b + 1, a + 1);
    }
    let model = shape(&obj);
    assert_eq!(model.vertices.len(), 32);
    for vertex in model.vertices {
        let out = Vec3::new(vertex.position.x, 0.0, vertex.position.z).normalize();
        assert!(vertex.normal.dot(out) > 0.99, "{vertex:?}");
    }
}

#[test]
fn a_face_that_is_a_line_has_finite_normals() {
    let model = shape(&format!("{SQUARE}f 1 2 2\nf 1 2 3"));
    assert!(
        model
            .vertices
            .iter()
            .all(|vertex| vertex.normal.is_normalized())
    );
}

#[test]
fn parts_have_materials() {
    let obj =
        format!("mtllib a.mtl\n{SQUARE}f 1 2 3\nusemtl b\nf 1 2 3\nf 1 3 4\nusemtl ?\nf 1 2 4");
    let mtl = "newmtl a\nKd 1 0 0\nnewmtl b\nKd 0 0.5 1\nKs 1 1 1\nNs 0\nmap_Ka x.png\n";
    let model = read(&obj, mtl, Detail::Textures).expect("no mistake in it");
    let parts: Vec<_> = model
        .parts
        .iter()
        .map(|part| part.indices.clone())
        .collect();
    assert_eq!(parts, [0..3, 3..9, 9..12]);
    let names = model
        .parts
        .iter()
        .map(|part| model.materials[part.material].name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["gray", "b", "gray"]);
    let b = &model.materials[model.parts[1].material];
    assert_eq!(
        (b.diffuse, b.specular, b.shininess),
        (Vec3::new(0.0, 0.5, 1.0), Vec3::ONE, 1.0)
    );
    assert!(model.textures.is_empty());
}

#[test]
fn detail_says_which_files_are_read() {
    let obj = format!("mtllib a.mtl\nusemtl a\n{SQUARE}f 1 2 3");
    let mtl = "newmtl a\nmap_Kd no.png\nnewmtl unused\nmap_Kd neither.png";
    let error = read(&obj, mtl, Detail::Textures).expect_err("no.png is missing");
    assert!(error.to_string().contains("no.png"), "{error}");
    assert!(read(&obj, mtl, Detail::Colors).is_ok());
    let obj = obj.replace("a.mtl", "no.mtl");
    let error = read(&obj, mtl, Detail::Colors).expect_err("no.mtl is missing");
    assert!(
        matches!(error, Error::Read { ref name, .. } if name == "no.mtl"),
        "{error}"
    );
    let model = read(&obj, mtl, Detail::Shape).expect("needs no other file");
    assert_eq!(model.materials.len(), 1);
}

#[test]
fn mistakes_have_a_message() {
    let library = |mtl: &str| {
        read(
            &format!("mtllib a.mtl\nusemtl a\n{SQUARE}f 1 2 3"),
            mtl,
            Detail::Textures,
        )
    };
    let obj = |obj: &str| read(obj, "", Detail::Textures);
    for (result, message) in [
        (obj(""), "no faces"),
        (obj(SQUARE), "no faces"),
        (obj(&format!("{SQUARE}f 1 2")), "no faces"),
        (obj(&format!("{SQUARE}f 1 2 5")), "index out of bounds"),
        (obj(&format!("{SQUARE}f 1 2 0")), "index out of bounds"),
        (obj(&format!("{SQUARE}f 1 2 -9")), "index out of bounds"),
        (obj(&format!("{SQUARE}f 1 2 x")), "face parse error"),
        (obj("v 1 2\nf 1 1 1"), "position parse error"),
        (obj("\u{0}\u{1}PNG"), "no faces"),
        (obj("v 1 2 3\nf 1 1 1"), "no extent"),
        (obj("v 0 0 0\nv 1 nan 0\nv 0 1 0\nf 1 2 3"), "no extent"),
        (obj("v 0 0 0\nv 1 1e39 0\nv 0 1 0\nf 1 2 3"), "no extent"),
        (library("newmtl a\nKd 0.5"), "\"a.mtl\": line 2"),
        (library("newmtl a\nKd red green blue"), "\"a.mtl\""),
        (library("newmtl a\nNs"), "\"a.mtl\""),
        (
            library("newmtl a\nmap_Kd no.png"),
            "cannot read the texture \"no.png\"",
        ),
        (
            library("newmtl a\nmap_Kd broken.png"),
            "cannot decode the texture \"broken.png\"",
        ),
    ] {
        let error = result.expect_err(message).to_string();
        assert!(
            error.contains(message) && !error.contains('\n'),
            "{message}: {error}"
        );
    }
    let error = Model::load("no/such.obj", Detail::Textures).expect_err("not there");
    assert!(
        error
            .to_string()
            .contains("cannot read the model \"no/such.obj\""),
        "{error}"
    );
}

#[test]
fn the_teapot_is_whole() {
    let model = Model::read(
        include_bytes!("../model/teapot.obj"),
        Detail::Textures,
        |name| match name {
            "teapot.mtl" => Ok(include_bytes!("../model/teapot.mtl").to_vec()),
            "porcelain.png" => Ok(include_bytes!("../model/porcelain.png").to_vec()),
            "cloth.jpg" => Ok(include_bytes!("../model/cloth.jpg").to_vec()),
            _ => Err(io::ErrorKind::NotFound.into()),
        },
    )
    .expect("all its files are there");
    assert_eq!((model.parts.len(), model.textures.len()), (4, 2));
    for vertex in &model.vertices {
        assert!(vertex.position.length() < 1.000_001 && vertex.normal.is_normalized());
    }
}
