//! Files that are read whole or not at all (within a bound, and without waiting for a writer that never comes), and
//! replaced whole or not at all.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a pipe that is open at its other end may stay silent.
const READ_TIMEOUT: Duration = Duration::from_secs(10);
/// Between two looks at a silent pipe.
const PAUSE: Duration = Duration::from_millis(5);

/// The bytes of a file. A pipe (`-f <(command)`) is read to its end; a directory or a socket is refused.
///
/// # Errors
/// It cannot be opened or read, has more than `most` bytes, or is a pipe without a writer.
pub fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.len() > most {
        return Err(too_large(most));
    }
    let bytes = within(ReadTimeout { file, idle_since: None }, most)?;
    match bytes.is_empty() && is_pipe(&metadata) {
        true => Err(io::Error::other("it is a pipe without a writer")),
        false => Ok(bytes),
    }
}

/// Replaces a file as a whole: readers see either the old content or the new, even after a power failure. `create` opens
/// the temporary file next to it, and must fail if there is something of that name, so that no link is followed.
///
/// # Errors
/// It can't be written. The file is unchanged then, and the temporary one is removed.
pub fn replace(
    path: &Path,
    content: &[u8],
    create: impl FnOnce(&Path) -> io::Result<File>,
) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let _ = std::fs::remove_file(&beside);
    let mut file = create(&beside)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&beside, path));
    written.inspect_err(|_| drop(std::fs::remove_file(&beside)))
}

/// All that a reader has, if that is not more than `most` bytes: a text that is cut is another text.
///
/// # Errors
/// It cannot be read, or has more.
pub fn within(from: impl io::Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()).is_ok_and(|count| count <= most) {
        true => Ok(bytes),
        false => Err(too_large(most)),
    }
}

/// The text of such a file.
///
/// # Errors
/// As [`bytes`], or it is in an encoding that is not read.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    decoded(bytes(path, most)?)
}

/// Bytes as text: UTF-8, or UTF-16 that says so by its first character (a byte order mark, which is taken off).
///
/// # Errors
/// They are neither.
pub fn decoded(bytes: Vec<u8>) -> io::Result<String> {
    let wide = |of: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes[2..].as_chunks::<2>();
        let units = pairs.iter().map(|pair| of(*pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok()
            .filter(|_| rest.is_empty())
            .ok_or_else(|| io::Error::other("it is invalid UTF-16"))
    };
    let text = match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err(unsaved("UTF-32")),
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => Err(unsaved("UTF-16 without a byte order mark")),
        _ => match String::from_utf8(bytes) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => Err(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
        },
    }?;
    // Line ends of an old Macintosh, which no parser of documents knows.
    let is_old = text.contains('\r') && !text.contains('\n');
    Ok(if is_old { text.replace('\r', "\n") } else { text })
}

fn unsaved(encoding: &str) -> io::Error {
    io::Error::other(format!("it is {encoding}; save it as UTF-8"))
}

/// Where bytes stop to be UTF-8.
fn not_utf8(bytes: &[u8], valid: usize) -> io::Error {
    let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
    let byte = bytes.get(valid).copied().unwrap_or_default();
    io::Error::other(format!(
        "it is not UTF-8 (line {line} contains the byte 0x{byte:02x}, as in Latin-1 or Windows-1252); save \
         it as UTF-8"
    ))
}

/// Why a file that somebody else's code reads whole may not be given to it: it has more than `most` bytes, or no end.
#[must_use]
pub fn unbounded(path: &Path, most: u64) -> Option<io::Error> {
    let metadata = std::fs::metadata(path).ok()?;
    match metadata.is_file() && metadata.len() > most {
        true => Some(too_large(most)),
        // `/dev/null` is how people say that there is none.
        false if path == Path::new("/dev/null") || metadata.is_dir() || is_pipe(&metadata) => None,
        false => odd(&metadata).map(io::Error::other),
    }
}

/// What a file in a folder is, if it is none that a manifest can be in.
#[must_use]
pub fn odd(metadata: &Metadata) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = metadata.file_type();
        if kind.is_socket() {
            return Some("it is a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("it is a device");
        }
    }
    match () {
        () if is_pipe(metadata) => Some("it is a named pipe"),
        () if metadata.is_file() => None,
        () => Some("it is not a file"),
    }
}

fn too_large(most: u64) -> io::Error {
    let most = match most / (1024 * 1024) {
        0 => format!("{} KiB", most / 1024),
        most => format!("{most} MiB"),
    };
    io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than the limit of {most}"))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // Opening a pipe waits for its writer otherwise, and a file may become one after any look at it.
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

/// A file whose reads fail with `TimedOut` when nothing comes for `READ_TIMEOUT`.
struct ReadTimeout {
    file: File,
    idle_since: Option<Instant>,
}

impl io::Read for ReadTimeout {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.file.read(into) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    let since = *self.idle_since.get_or_insert_with(Instant::now);
                    if since.elapsed() > READ_TIMEOUT {
                        return Err(io::Error::new(
                            ErrorKind::TimedOut,
                            "it sent no data for 10 s",
                        ));
                    }
                    std::thread::sleep(PAUSE);
                }
                read => {
                    self.idle_since = None;
                    return read;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_bound_is_an_error_and_never_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, "abcd").expect("written");
        assert_eq!(text(&path, 4).expect("read"), "abcd");
        let error = text(&path, 3).expect_err("large").to_string();
        assert!(error.contains("limit of 0 KiB"), "{error}");
        assert!(within(&b"abcd"[..], 3).is_err());
        #[cfg(target_os = "linux")]
        assert!(text(Path::new("/dev/zero"), 1 << 20).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_whole_or_not_at_all_and_no_link_beside_it_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, victim) = (folder.path().join("a"), folder.path().join("victim"));
        std::fs::write(&path, "old").expect("written");
        std::fs::write(&victim, "theirs").expect("written");
        let beside = folder.path().join(format!(".a.{}.new", std::process::id()));
        std::os::unix::fs::symlink(&victim, &beside).expect("a link");
        let failed = replace(&path, b"new", |_| Err(io::Error::other("no")));
        assert!(failed.is_err());
        assert_eq!(text(&path, 9).expect("read"), "old");
        std::os::unix::fs::symlink(&victim, &beside).expect("a link");
        replace(&path, b"new", |beside| File::create_new(beside)).expect("replaced");
        assert_eq!(text(&path, 9).expect("read"), "new");
        assert_eq!(text(&victim, 9).expect("read"), "theirs");
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 2, "nothing is left");
    }

    #[test]
    fn marks_of_byte_order_are_read_and_taken_off() {
        let wide = |of: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}a: ü".encode_utf16().flat_map(of).collect()
        };
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), "\u{feff}a: ü".into()] {
            assert_eq!(decoded(bytes).expect("text"), "a: ü");
        }
        assert!(decoded(vec![0xff, 0xfe, 0x41]).is_err());
        assert!(decoded(b"a: \xfc".to_vec()).expect_err("latin").to_string().contains("UTF-8"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_is_read_to_its_end_and_one_without_a_writer_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .expect("a pipe");
        assert!(text(&path, 10).expect_err("nobody").to_string().contains("without a writer"));
        // Both ends, so that opening waits for nobody.
        let mut writer = File::options().read(true).write(true).open(&path).expect("opened");
        std::io::Write::write_all(&mut writer, b"abc").expect("written");
        let late = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            drop(writer);
        });
        assert_eq!(text(&path, 10).expect("read"), "abc");
        late.join().expect("ended");
    }
}
