//! The `xingtu` command.

fn main() {}
