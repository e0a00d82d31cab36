#!/usr/bin/env python3
"""Teach a copy of Rust's standard library the operating system "solana".

Every edit names a file, a text that must stand there a given number of times, and its replacement. A text that is
missing ends the run: a new release of the library is then looked at by a person and never half edited.
"""
import pathlib
import sys

OS = 'target_os = "solana"'
BPF = 'target_arch = "bpf"'


class Library:
    def __init__(self, root):
        self.std = pathlib.Path(root) / "std" / "src"

    def replace(self, name, old, new, count=1):
        path = self.std / name
        text = path.read_text() if path.is_file() else ""
        found = text.count(old)
        if found != count:
            sys.exit(f"edit-std: {name}: expected {count} times, found {found} times:\n{old}")
        path.write_text(text.replace(old, new))

    def before(self, name, old, new, count=1):
        self.replace(name, old, new + old, count)


def body_of(text, signature):
    """The start and the end of the block that follows a signature, without its braces."""
    start = text.index("{\n", text.index(signature)) + 2
    end, depth = start, 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return start, end - 1


def join_the_unsupported(std):
    """No randomness, no operating system errors, no threads: as on other systems of that kind."""
    vexos = 'target_os = "vexos",'
    std.replace("sys/random/mod.rs", vexos, f"{vexos}\n        {OS},", 2)
    std.replace("sys/io/error/mod.rs", vexos, f"{vexos}\n        {OS},")
    std.replace("sys/thread_local/mod.rs", vexos, f"{vexos}\n        {OS},", 2)


def leave_allocation_to_the_program(std):
    """A program brings its own global allocator; the system one has nothing to give."""
    std.before("sys/alloc/mod.rs", '    target_arch = "x86",', f"    {BPF},\n")
    std.before("sys/alloc/mod.rs", '    target_os = "vexos" => {', f"    {OS} => {{\n        mod solana;\n    }}\n")
    (std.std / "sys/alloc/solana.rs").write_text(
        """use crate::alloc::{GlobalAlloc, Layout, System};

#[stable(feature = "alloc_system_type", since = "1.28.0")]
unsafe impl GlobalAlloc for System {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        crate::ptr::null_mut()
    }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
"""
    )
    hook = "    crate::sys::backtrace::__rust_end_short_backtrace(|| {\n        let hook = HOOK.load"
    std.before(
        "alloc.rs",
        hook,
        f"    #[cfg({OS})]\n    {{\n        let _ = layout;\n        crate::process::abort()\n    }}\n"
        f"    #[cfg(not({OS}))]\n",
    )


def log_panics(std):
    """A panic writes its message to the transaction's log and aborts: there is no stderr and no unwinding."""
    path = std.std / "panicking.rs"
    text = path.read_text()
    signature = "fn panic_with_hook("
    if text.count(signature) != 1:
        sys.exit(f"edit-std: panicking.rs: expected once: {signature}")
    start, end = body_of(text, signature)
    solana = f"""    #[cfg({OS})]
    {{
        unsafe extern "C" {{
            fn sol_log_(message: *const u8, len: u64);
            fn abort() -> !;
        }}
        let log = |s: &str| unsafe {{ sol_log_(s.as_ptr(), s.len() as u64) }};
        match payload.as_str() {{
            Some(s) => log(&crate::format!("panicked at {{location}}: {{s}}")),
            None => log(&crate::format!("panicked at {{location}}: {{payload}}")),
        }}
        let _ = (can_unwind, force_no_backtrace);
        unsafe {{ abort() }}
    }}
    #[cfg(not({OS}))]
    {{
"""
    path.write_text(text[:start] + solana + text[start:end] + "    }\n" + text[end:])


def fix_hash_keys(std):
    """HashMap keys are constants: a program has no writable static data to keep random ones in."""
    new = "    pub fn new() -> RandomState {\n"
    std.replace(
        "hash/random.rs",
        new,
        f"{new}        #[cfg({OS})]\n        return RandomState {{ k0: 0, k1: 0 }};\n        #[cfg(not({OS}))]\n        {{\n",
    )
    std.replace(
        "hash/random.rs",
        "            RandomState { k0, k1 }\n        })\n    }\n",
        "            RandomState { k0, k1 }\n        })\n        }\n    }\n",
    )


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: edit-std.py LIBRARY_FOLDER")
    std = Library(sys.argv[1])
    join_the_unsupported(std)
    leave_allocation_to_the_program(std)
    log_panics(std)
    fix_hash_keys(std)


main()
