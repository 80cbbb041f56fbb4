#pragma once

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/// A program to start, and all it gets of ours.
struct chatmd_program {
    const char *path;
    char *const *arguments;
    char *const *environment;
    /// NULL: ours.
    const char *folder;
    int input, output, errors;
    /// Descriptors it must not get.
    const int *others;
    int other_count;
};

/// Tells what went wrong before the program ran.
static inline void chatmd_give_up(int report)
{
    int code = errno;
    (void)!write(report, &code, sizeof code);
    _exit(127);
}

/// In the child: becomes the program once a byte comes from `hold`. Nothing here may allocate or lock:
/// another thread may have held any lock when it was forked.
static inline void chatmd_become(const struct chatmd_program *program, int hold, int report)
{
    // Where streams 0 to 2 were closed, these may stand in their places.
    int input = fcntl(program->input, F_DUPFD, 3);
    int output = fcntl(program->output, F_DUPFD, 3);
    int errors = fcntl(program->errors, F_DUPFD, 3);
    report = fcntl(report, F_DUPFD, 3);
    char byte;
    ssize_t count;
    while ((count = read(hold, &byte, 1)) < 0 && errno == EINTR) {
    }
    if (count != 1) {
        _exit(127);
    }
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) {
        chatmd_give_up(report);
    }
    close(input);
    close(output);
    close(errors);
    for (int index = 0; index < program->other_count; index++) {
        if (program->others[index] > 2) {
            fcntl(program->others[index], F_SETFD, FD_CLOEXEC);
        }
    }
    fcntl(report, F_SETFD, FD_CLOEXEC);
    if (program->folder && chdir(program->folder) != 0) {
        chatmd_give_up(report);
    }
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(program->path, program->arguments, program->environment);
    chatmd_give_up(report);
}

/// Forks a child in a process group of its own that waits for a byte from `hold` and becomes the
/// program then, or goes when `hold` is closed. `posix_spawn` cannot hold a child back.
///
/// - Parameters:
///   - hold: a pipe.
///   - report: another one. Why the child could not become the program comes out of it as an `int`;
///     nothing comes where it did.
/// - Returns: the child, or -1 with `errno`.
static inline pid_t chatmd_fork_held(
    const struct chatmd_program *program, const int hold[2], const int report[2])
{
    sigset_t all, before;
    sigfillset(&all);
    // No handler of ours may run in the child.
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t process = fork();
    if (process == 0) {
        setpgid(0, 0);
        // Else it would wait for itself.
        close(hold[1]);
        chatmd_become(program, hold[0], report[1]);
    }
    int code = errno;
    if (process > 0) {
        // Whoever comes first: the group has to be there for both.
        setpgid(process, process);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return process;
}

/// Forks a copy of this program that is deaf to the signals of the terminal and of whoever ends
/// programs: the one it was forked from hears them, and tells it. For programs of one thread.
///
/// - Returns: 0 in the copy, its process otherwise, or -1 with `errno`.
static inline pid_t chatmd_fork_deaf(void)
{
    sigset_t all, before;
    sigfillset(&all);
    // No handler of ours may run in the copy.
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t process = fork();
    int code = errno;
    if (process == 0) {
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return process;
}
