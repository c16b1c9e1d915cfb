//! Who does something, for the audit log and the kill switch.

/// Who runs this, as the system knows them: `ann (uid 1000)`.
pub fn local() -> String {
    let name = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = name.unwrap_or_else(|| "unknown".to_owned());
    #[cfg(unix)]
    let name = format!("{name} (uid {})", rustix::process::getuid().as_raw());
    name
}
