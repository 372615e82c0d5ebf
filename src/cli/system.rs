//! What the operating system says of a file, in words for a student.

use std::io;

/// What is being done to a single file, for a message where it fails.
pub(super) const CREATE: &str = "create";

/// Whether the system has no room for one more open file. The standard library has no name of its own for it.
#[cfg(unix)]
fn is_out_of_handles(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE))
}

#[cfg(not(unix))]
fn is_out_of_handles(_: &io::Error) -> bool {
    false
}

/// Why a file could not be used, and what to do about it.
pub(super) fn reason(doing: &str, error: &io::Error) -> (String, Option<String>) {
    let reading = doing == "read";
    let elsewhere =
        if doing == CREATE { "choose another name or folder" } else { "choose another folder with --out DIR" };
    let (why, help) = match error.kind() {
        io::ErrorKind::NotFound if reading => {
            ("there is no such file", "check the spelling of its name and of its folder")
        }
        io::ErrorKind::NotFound if doing == CREATE => ("its folder is not there", "make the folder first"),
        io::ErrorKind::NotFound => ("nothing can be made there", elsewhere),
        io::ErrorKind::PermissionDenied if reading => ("permission denied", "change its permissions"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ("permission denied", elsewhere),
        io::ErrorKind::IsADirectory if reading => ("it is a folder", "name a file inside it"),
        io::ErrorKind::IsADirectory => ("a folder of that name is in the way", elsewhere),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory if !reading => {
            ("a file of that name is in the way", elsewhere)
        }
        io::ErrorKind::StorageFull => ("the disk is full", "free some space and try again"),
        _ if is_out_of_handles(error) => {
            ("too many files are open at once", "close other programs, or allow more open files (ulimit -n)")
        }
        _ => {
            let text = error.to_string();
            // The number that the system gives an error says nothing to a student.
            return (text.split(" (os error").next().unwrap_or(&text).to_owned(), None);
        }
    };
    (why.to_owned(), Some(help.to_owned()))
}
