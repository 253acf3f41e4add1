//! One test for each way in which a test can end. Each says so on stdout.

mod passing {
    #[wasi_webgpu::test]
    async fn returns() {
        println!("stdout of returns");
        eprintln!("stderr of returns");
    }

    #[wasi_webgpu::test]
    fn returns_ok() -> Result<(), String> {
        Ok(())
    }

    /// An ordinary test, without the SDK's macro.
    #[test]
    fn ordinary() {
        println!("stdout of ordinary");
    }

    #[wasi_webgpu::test]
    #[should_panic]
    async fn panics_as_it_should() {
        panic!("as it should");
    }

    #[wasi_webgpu::test]
    #[should_panic(expected = "the right text")]
    fn panics_with_the_right_text() {
        panic!("this is the right text, and more");
    }
}

mod failing {
    #[wasi_webgpu::test]
    async fn panics() {
        println!("stdout before the panic");
        panic!("message of the panic");
    }

    #[wasi_webgpu::test]
    fn asserts() {
        assert_eq!(1 + 1, 3, "arithmetic");
    }

    #[wasi_webgpu::test]
    async fn returns_an_error() -> Result<(), String> {
        Err("this error".to_owned())
    }

    #[wasi_webgpu::test]
    fn exits() {
        std::process::exit(0);
    }

    #[wasi_webgpu::test]
    #[should_panic(expected = "the right text")]
    fn panics_with_the_wrong_text() {
        panic!("something else");
    }

    #[wasi_webgpu::test]
    #[should_panic]
    fn does_not_panic() {}
}

mod ignored {
    #[wasi_webgpu::test]
    #[ignore = "takes long"]
    fn passes() {
        println!("stdout of an ignored test");
    }

    /// libtest leaves such a test out where panics abort; only the SDK's macro can say it.
    #[test]
    #[should_panic]
    fn ordinary_should_panic() {
        panic!("as it should");
    }
}
