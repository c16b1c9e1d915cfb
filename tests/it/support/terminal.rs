//! A terminal for a program that wants one: its far end is in the test, which types and looks at the echo.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::Stdio;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::control_plane::poll;

/// Both ends. The program's end stays open here, so that its modes can be seen after the program has left.
pub struct Terminal {
    far: OwnedFd,
    near: File,
}

impl Terminal {
    /// A new terminal; none where the system has no more.
    pub fn open() -> Option<Terminal> {
        let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).ok()?;
        grantpt(&far).ok()?;
        unlockpt(&far).ok()?;
        let path = ptsname(&far, Vec::new()).ok()?;
        let path = path.to_str().ok()?.to_owned();
        let near = std::fs::OpenOptions::new().read(true).write(true).open(path).ok()?;
        Some(Terminal { far, near })
    }

    /// Makes it this many columns wide.
    pub fn is_wide(&self, columns: u16) {
        let size = Winsize { ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.near, size).expect("a size");
    }

    /// The end that a program gets as its standard input.
    pub fn stdin(&self) -> Stdio {
        self.near.try_clone().expect("a terminal").into()
    }

    pub fn echoes(&self) -> bool {
        tcgetattr(&self.near).expect("modes").local_modes.contains(LocalModes::ECHO)
    }

    /// Waits for the program to hide what is typed.
    pub fn wait_until_hidden(&self) {
        let hidden = poll(Duration::from_secs(20), || (!self.echoes()).then_some(()));
        assert!(hidden.is_some(), "the terminal goes on echoing");
    }

    pub fn types(&self, text: &str) {
        let mut far = File::from(self.far.try_clone().expect("a terminal"));
        far.write_all(text.as_bytes()).expect("typed");
    }

    /// What the terminal shows next, if it shows anything in time.
    pub fn shown_within(&self, limit: Duration) -> Option<String> {
        let mut far = File::from(self.far.try_clone().expect("a terminal"));
        let (told, shown) = std::sync::mpsc::channel();
        // It may go on waiting when nobody listens any more.
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            let length = far.read(&mut piece).unwrap_or_default();
            let _ = told.send(String::from_utf8_lossy(&piece[..length]).into_owned());
        });
        shown.recv_timeout(limit).ok()
    }

    /// What the terminal showed so far; something must have been shown.
    pub fn shown(&self) -> String {
        let mut far = File::from(self.far.try_clone().expect("a terminal"));
        let mut shown = [0; 4096];
        let length = far.read(&mut shown).expect("shown");
        String::from_utf8_lossy(&shown[..length]).into_owned()
    }
}
