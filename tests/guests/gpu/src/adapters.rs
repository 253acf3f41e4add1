//! Adapters by the environment, which a host gives: run it with `--env WGPU_ADAPTER_NAME=...`, too.

use wasi_webgpu as wgpu;
use wgpu::util::initialize_adapter_from_env_or_default;

#[wasi_webgpu::test]
async fn the_environment_names_the_adapter() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let default = instance.request_adapter(&Default::default()).await?;
    let adapter = initialize_adapter_from_env_or_default(&instance, None).await;
    let Ok(wanted) = std::env::var("WGPU_ADAPTER_NAME") else {
        assert_eq!(adapter?.get_info(), default.get_info());
        return Ok(());
    };
    let fits = |adapter: &wgpu::Adapter| {
        let name = adapter.get_info().name.to_lowercase();
        name.contains(&wanted.to_lowercase())
    };
    match adapter {
        Ok(adapter) => assert!(fits(&adapter)),
        Err(_) => assert!(!fits(&default)),
    }
    Ok(())
}
