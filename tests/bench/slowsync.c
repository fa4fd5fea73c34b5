/* A disk whose fsync and fdatasync cost 4 ms, as a real one's do; the real call is made too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void cost(void) {
    struct timespec rest = {0, 4000000};
    while (nanosleep(&rest, &rest) != 0) {
    }
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    cost();
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    cost();
    return real(fd);
}
