/* Preloaded into the child: appends what is done to the files below POWER_ROOT to POWER_LOG, in order.
 *
 * A call that takes a while has two records, before it is made and after it returned, so that a reader of the log knows
 * what was certainly done before what. What is written to the file POWER_MARKS are the child's own words and goes into
 * the log as they are. 64-bit Linux only; the calls are those that the standard library and sled make. A call that
 * changes files and has no record here ends the child. With POWER_STOP the child is killed as it makes its call of that
 * number, once those that others are making have returned. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FDS = 4096, ELSEWHERE = 0, WATCHED = 1, MARKS = 2 };

struct head {
    uint32_t kind;
    int32_t fd;
    uint64_t id;
    int64_t at;
    uint64_t size;
};

static const char *root;
static const char *marks;
static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_uchar fds[FDS];
static atomic_uint_fast64_t ids;
static long stop;
static atomic_long calls;
static pthread_rwlock_t calling = PTHREAD_RWLOCK_INITIALIZER;

static void give_up(const char *what) {
    fprintf(stderr, "recorder: %s\n", what);
    abort();
}

static void record(char kind, int fd, uint64_t id, int64_t at, const void *data, size_t size) {
    struct head head = {(uint32_t)kind, fd, id, at, size};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, size}};
    int before = errno;
    pthread_mutex_lock(&lock);
    if (syscall(SYS_writev, log_fd, parts, 2) != (long)(sizeof head + size)) give_up("the log cannot be written");
    pthread_mutex_unlock(&lock);
    errno = before;
}

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("POWER_LOG");
    root = getenv("POWER_ROOT");
    marks = getenv("POWER_MARKS");
    if (!path || !root || !marks) give_up("POWER_LOG, POWER_ROOT and POWER_MARKS are needed");
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_fd = fcntl(fd, F_DUPFD_CLOEXEC, FDS);
    if (log_fd < 0) log_fd = fd;
    if (log_fd < 0) give_up("the log cannot be opened");
    /* Several children write one log, one after the other. */
    atomic_store(&ids, (uint64_t)getpid() << 32);
    stop = getenv("POWER_STOP") ? atol(getenv("POWER_STOP")) : 0;
    record('S', -1, 0, 0, NULL, 0);
}

static void enter(void) {
    long number = atomic_fetch_add(&calls, 1) + 1;
    while (stop && number > stop) pause();
    if (number == stop) {
        pthread_rwlock_wrlock(&calling);
        _exit(9);
    }
    pthread_rwlock_rdlock(&calling);
}

static void leave(void) {
    pthread_rwlock_unlock(&calling);
}

static int below(const char *path) {
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int kind(int fd) {
    return fd >= 0 && fd < FDS ? atomic_load(&fds[fd]) : ELSEWHERE;
}

static int opened(int dir, const char *path, int flags, mode_t mode) {
    if (log_fd < 0) return (int)syscall(SYS_openat, dir, path, flags, mode);
    if (path[0] != '/' && kind(dir) == WATCHED) give_up("openat");
    int what = strcmp(path, marks) == 0 ? MARKS : below(path) ? WATCHED : ELSEWHERE;
    if (what == WATCHED) enter();
    int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (what != ELSEWHERE && fd >= FDS) give_up("too many files");
    if (fd >= 0 && fd < FDS) atomic_store(&fds[fd], what);
    if (what == WATCHED && fd >= 0) record('O', fd, 0, flags, path, strlen(path));
    if (what == WATCHED) leave();
    return fd;
}

static mode_t mode_of(int flags, va_list more) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

#define OPEN(name)                                    \
    int name(const char *path, int flags, ...) {      \
        va_list more;                                 \
        va_start(more, flags);                        \
        mode_t mode = mode_of(flags, more);           \
        va_end(more);                                 \
        return opened(AT_FDCWD, path, flags, mode);   \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                      \
    int name(int dir, const char *path, int flags, ...) { \
        va_list more;                                     \
        va_start(more, flags);                            \
        mode_t mode = mode_of(flags, more);               \
        va_end(more);                                     \
        return opened(dir, path, flags, mode);            \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    if (kind(fd) == WATCHED) record('C', fd, 0, 0, NULL, 0);
    if (fd >= 0 && fd < FDS) atomic_store(&fds[fd], ELSEWHERE);
    return (int)syscall(SYS_close, fd);
}

static uint64_t begin(char kind, int fd, int64_t at, const void *data, size_t size) {
    enter();
    uint64_t id = atomic_fetch_add(&ids, 1);
    record(kind, fd, id, at, data, size);
    return id;
}

static long end(uint64_t id, long result) {
    record('E', -1, id, result, NULL, 0);
    leave();
    return result;
}

/* Where a write without an offset goes. */
static int64_t place(int fd) {
    if (fcntl(fd, F_GETFL) & O_APPEND) {
        struct stat stat;
        return fstat(fd, &stat) == 0 ? stat.st_size : -1;
    }
    return lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t size) {
    if (kind(fd) == MARKS) record('A', fd, 0, 0, data, size);
    if (kind(fd) != WATCHED) return syscall(SYS_write, fd, data, size);
    uint64_t id = begin('W', fd, place(fd), data, size);
    return end(id, syscall(SYS_write, fd, data, size));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (kind(fd) != WATCHED) return syscall(SYS_pwrite64, fd, data, size, at);
    uint64_t id = begin('W', fd, at, data, size);
    return end(id, syscall(SYS_pwrite64, fd, data, size, at));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return pwrite64(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (kind(fd) == ELSEWHERE) return syscall(SYS_writev, fd, parts, count);
    /* A short write is allowed: the caller comes back with the rest. */
    for (int i = 0; i < count; i++) {
        if (parts[i].iov_len > 0) return write(fd, parts[i].iov_base, parts[i].iov_len);
    }
    return 0;
}

int ftruncate64(int fd, off64_t size) {
    if (kind(fd) != WATCHED) return (int)syscall(SYS_ftruncate, fd, size);
    uint64_t id = begin('T', fd, size, NULL, 0);
    return (int)end(id, syscall(SYS_ftruncate, fd, size));
}

int ftruncate(int fd, off_t size) {
    return ftruncate64(fd, size);
}

int fsync(int fd) {
    if (kind(fd) != WATCHED) return (int)syscall(SYS_fsync, fd);
    uint64_t id = begin('F', fd, 0, NULL, 0);
    return (int)end(id, syscall(SYS_fsync, fd));
}

int fdatasync(int fd) {
    if (kind(fd) != WATCHED) return (int)syscall(SYS_fdatasync, fd);
    uint64_t id = begin('f', fd, 0, NULL, 0);
    return (int)end(id, syscall(SYS_fdatasync, fd));
}

int sync_file_range(int fd, off64_t at, off64_t size, unsigned int flags) {
    if (kind(fd) == WATCHED) record('r', fd, 0, at, NULL, 0);
    return (int)syscall(SYS_sync_file_range, fd, at, size, flags);
}

int rename(const char *from, const char *to) {
    if (below(from) != below(to)) give_up("rename across the root");
    if (below(from)) enter();
    int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (result == 0 && below(from)) {
        size_t first = strlen(from) + 1, second = strlen(to);
        char *both = malloc(first + second + 1);
        memcpy(both, from, first);
        memcpy(both + first, to, second + 1);
        record('N', -1, 0, 0, both, first + second);
        free(both);
    }
    if (below(from)) leave();
    return result;
}

static int removed(const char *path, int flags) {
    if (below(path)) enter();
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, flags);
    if (result == 0 && below(path)) record('U', -1, 0, 0, path, strlen(path));
    if (below(path)) leave();
    return result;
}

int unlink(const char *path) {
    return removed(path, 0);
}

int rmdir(const char *path) {
    return removed(path, AT_REMOVEDIR);
}

int mkdir(const char *path, mode_t mode) {
    if (below(path)) enter();
    int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (result == 0 && below(path)) record('M', -1, 0, 0, path, strlen(path));
    if (below(path)) leave();
    return result;
}

/* What would change files unseen. */

int fallocate64(int fd, int mode, off64_t at, off64_t size) {
    if (kind(fd) == WATCHED) give_up("fallocate");
    return (int)syscall(SYS_fallocate, fd, mode, at, size);
}

int fallocate(int fd, int mode, off_t at, off_t size) {
    return fallocate64(fd, mode, at, size);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    if (kind(fd) == WATCHED) give_up("pwritev");
    return syscall(SYS_pwritev, fd, parts, count, at, at >> 32);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    return pwritev64(fd, parts, count, at);
}

int unlinkat(int dir, const char *path, int flags) {
    if (path[0] == '/') return removed(path, flags);
    if (kind(dir) == WATCHED) give_up("unlinkat");
    return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int link(const char *from, const char *to) {
    if (below(to)) give_up("link");
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlink(const char *what, const char *path) {
    if (below(path)) give_up("symlink");
    return (int)syscall(SYS_symlinkat, what, AT_FDCWD, path);
}
