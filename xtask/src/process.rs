//! What Linux tells about a running process.

use std::fs;

/// The most memory that a process had in use so far, in kibibytes; `None` where the system does
/// not tell, or no longer.
pub fn peak(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// How long a process kept processors busy so far: in hundredths of a second, in the 14th and 15th
/// field; the second is a name in brackets, which may hold blanks.
pub fn busy_milliseconds(id: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(str::parse::<u64>);
    Some((times.next()?.ok()? + times.next()?.ok()?) * 10)
}
