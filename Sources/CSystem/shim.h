#pragma once

// Functions of the C library that Swift's own module of it leaves out.

#include <spawn.h>

#ifdef __linux__
// glibc 2.29. Its header shows it to GNU sources only.
int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *restrict actions, const char *restrict path);
#endif
