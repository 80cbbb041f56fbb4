// The two tools of scripts/bench.
//
//   bench serve FILE           a loopback server that answers POST /TOKENS/… with a stream of that many
//                              tokens; prints its port, keeps the last request's body in FILE
//   bench measure RUNS CMD…    runs CMD (two runs more to warm up) and prints medians, separated by
//                              tabs: wall ms, ms to the first byte on stdout, CPU ms, peak MB, bytes

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void write_all(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written <= 0) return; // the client left
        bytes += written;
        count -= (size_t)written;
    }
}

// Server

struct chunk {
    int file;
    size_t count;
    char bytes[4096];
};

// One chunk of HTTP's chunked coding, one write.
static void flush_chunk(struct chunk *chunk) {
    char framed[sizeof chunk->bytes + 32];
    int head = snprintf(framed, sizeof framed, "%zx\r\n", chunk->count);
    memcpy(framed + head, chunk->bytes, chunk->count);
    memcpy(framed + head + chunk->count, "\r\n", 2);
    write_all(chunk->file, framed, (size_t)head + chunk->count + 2);
    chunk->count = 0;
}

static void add_event(struct chunk *chunk, const char *format, ...) {
    if (chunk->count + 512 > sizeof chunk->bytes) flush_chunk(chunk);
    va_list arguments;
    va_start(arguments, format);
    chunk->count += (size_t)vsnprintf(chunk->bytes + chunk->count, 512, format, arguments);
    va_end(arguments);
}

static void answer(int client, long tokens) {
    static const char head[] =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    static const char event[] =
        "data: {\"id\":\"bench\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"grok-3\","
        "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
    write_all(client, head, sizeof head - 1);
    struct chunk chunk = {.file = client};
    add_event(&chunk, event, "\"role\":\"assistant\",\"content\":\"\"", "null");
    for (long token = 1; token <= tokens; token++)
        add_event(&chunk, event,
            token % 16 == 0 ? "\"content\":\" word.\\n\"" : "\"content\":\" word\"", "null");
    add_event(&chunk, event, "", "\"stop\"");
    add_event(&chunk, "data: [DONE]\n\n");
    flush_chunk(&chunk);
    write_all(client, "0\r\n\r\n", 5);
}

// Reads one request; the number of tokens it asks for, or -1.
static long receive(int client, const char *body_path) {
    static char request[1 << 20];
    size_t count = 0;
    char *body = NULL;
    size_t length = 0;
    while (!body || count < (size_t)(body - request) + length) {
        if (count == sizeof request - 1) return -1;
        ssize_t got = read(client, request + count, sizeof request - 1 - count);
        if (got <= 0) return -1;
        count += (size_t)got;
        request[count] = 0;
        char *end = strstr(request, "\r\n\r\n");
        if (body || !end) continue;
        body = end + 4;
        for (char *line = request; line < end; line = strstr(line, "\r\n") + 2)
            if (strncasecmp(line, "Content-Length:", 15) == 0) length = strtoul(line + 15, NULL, 10);
    }
    long tokens;
    if (sscanf(request, "POST /%ld/", &tokens) != 1) return -1;
    FILE *file = fopen(body_path, "w");
    if (!file) fail(body_path);
    fwrite(body, 1, length, file);
    fclose(file);
    return tokens;
}

static void serve(const char *body_path) {
    signal(SIGPIPE, SIG_IGN);
    int server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (server < 0 || bind(server, (struct sockaddr *)&address, size) || listen(server, 16)
        || getsockname(server, (struct sockaddr *)&address, &size))
        fail("serve");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client < 0) continue;
        int on = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        long tokens = receive(client, body_path);
        if (tokens >= 0) answer(client, tokens);
        close(client);
    }
}

// Measuring

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double of_timeval(struct timeval time) {
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void measure(int runs, char **command) {
    double *wall = calloc((size_t)runs, sizeof *wall), *first = calloc((size_t)runs, sizeof *first);
    double *cpu = calloc((size_t)runs, sizeof *cpu), *peak = calloc((size_t)runs, sizeof *peak);
    long bytes = 0;
    if (!wall || !first || !cpu || !peak) fail("measure");
    for (int run = -2; run < runs; run++) {
        int output[2];
        if (pipe(output)) fail("pipe");
        double start = milliseconds();
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            int null = open("/dev/null", O_RDONLY);
            dup2(null, 0);
            dup2(output[1], 1);
            close(output[0]);
            close(output[1]);
            close(null);
            execvp(command[0], command);
            _exit(127);
        }
        close(output[1]);
        char buffer[65536];
        double first_byte = 0;
        ssize_t got;
        bytes = 0;
        while ((got = read(output[0], buffer, sizeof buffer)) > 0) {
            if (bytes == 0) first_byte = milliseconds() - start;
            bytes += got;
        }
        close(output[0]);
        int status;
        struct rusage usage;
        if (wait4(child, &status, 0, &usage) < 0) fail("wait4");
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "%s failed\n", command[0]);
            exit(1);
        }
        if (run < 0) continue;
        wall[run] = milliseconds() - start;
        first[run] = first_byte;
        cpu[run] = of_timeval(usage.ru_utime) + of_timeval(usage.ru_stime);
#ifdef __APPLE__
        peak[run] = (double)usage.ru_maxrss / (1024 * 1024);
#else
        peak[run] = (double)usage.ru_maxrss / 1024;
#endif
    }
    printf("%.2f\t%.2f\t%.2f\t%.2f\t%ld\n", median(wall, runs), median(first, runs),
        median(cpu, runs), median(peak, runs), bytes);
}

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "serve") == 0) serve(arguments[2]);
    if (count < 4 || strcmp(arguments[1], "measure") != 0 || atoi(arguments[2]) < 1) {
        fprintf(stderr, "usage: bench serve FILE | bench measure RUNS CMD…\n");
        return 2;
    }
    measure(atoi(arguments[2]), arguments + 3);
    return 0;
}
