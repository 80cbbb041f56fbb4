// What scripts/bench-parse needs: it writes the inputs, and it parses them with libcmark alone.
//
//   bench-parse list           the names of the inputs
//   bench-parse write NAME     writes an input to stdout
//   bench-parse parse FILE     prints milliseconds and peak memory in MB of libcmark on the file

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

// Inputs: a text, or two in turn, repeated.

#define PROSE \
    "The parser walks over the *lines* of a file once, and keeps `offsets` instead of copies; that\n" \
    "is why a [long conversation](https://example.com/long) costs little more than its bytes.\n\n" \
    "- first, the front matter is read\n- then the **blocks**, and nothing below them\n\n" \
    "```swift\nlet file = try ChatFile(parsing: bytes)\nprint(file.turns.count)\n```\n\n"
#define PROSE4 PROSE PROSE PROSE PROSE
#define CHAT \
    "# === USER ===\n\n" PROSE4 "# === ASSISTANT ===\n\n" PROSE4 PROSE4 PROSE4
#define MARKUP \
    "*a* **b** _c_ `d` [e](f) ![g](h) <i> &amp; \\* > [j]: k\n> - 1. *l* [m][n] ***o*** ``p`` q_r_s\n"

struct input {
    const char *name, *first, *text;
    long count;
    const char *last;
};

static const struct input inputs[] = {
    {"chat text, 10 MB", "", CHAT, 10000000 / (sizeof CHAT - 1), ""},
    {"chat text, 100 MB", "", CHAT, 100000000 / (sizeof CHAT - 1), ""},
    {"dense markup, 10 MB", "", MARKUP, 10000000 / (sizeof MARKUP - 1), ""},
    {"sections, 100 000", "", "# === USER ===\n\nq\n\n# === ASSISTANT ===\n\na\n\n", 50000, ""},
    {"one line, 50 MB", "", "Words and ever more words. ", 50000000 / 27, "\n"},
    {"blank lines, 5 M", "", "\n", 5000000, "x\n"},
    {"`>`, one line, 1 M", "", ">", 1000000, "x\n"},
    {"`>`, 1 M lines", "", ">\n", 1000000, ""},
    {"`[`, one line, 1 M", "", "[", 1000000, "x\n"},
    {"`[`, 1 M lines", "", "[\n", 1000000, ""},
    {"`- `, one line, 1 M", "", "- ", 1000000, "x\n"},
    {"`- `, 1 M lines", "", "- x\n", 1000000, ""},
    {"`- ` x 30, 1 M blanks", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - x\n", "\n",
        1000000, "x\n"},
    {"`- ` x 1000, 1 M blanks", NULL, "\n", 1000000, "x\n"},
    {"`![[]()`, 200 000", "", "![[]()", 200000, "\n"},
    {"`[a`, 1 M lines", "", "[a\n", 1000000, ""},
    {"`[a]: b`, 1 M lines", "", "[a]: b\n", 1000000, ""},
    {"`<!--` + role, 100 000", "", "<!--\n# === USER ===\n", 100000, ""},
    {"`<!--` + role + `-->`", "", "<!--\n# === USER ===\n-->\n", 100000, ""},
    {"fence + role, 100 000", "", "```\n# === USER ===\n", 100000, ""},
    {"`#`, one line, 1 M", "# === ", "#", 1000000, "===\n"},
    {"`(`, role lines", "", "# === USER (((((((((((((((((((((((((((((((((((((\n", 200000, ""},
};

static void write_input(const struct input *input) {
    char line[1001 * 2 + 1];
    if (input->first) {
        fputs(input->first, stdout);
    } else {
        for (int index = 0; index < 1000; index++) memcpy(line + index * 2, "- ", 2);
        strcpy(line + 2000, "x\n");
        fputs(line, stdout);
    }
    for (long index = 0; index < input->count; index++) fputs(input->text, stdout);
    fputs(input->last, stdout);
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int parse(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file || fseek(file, 0, SEEK_END)) return perror(path), 1;
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (!text || fread(text, 1, size, file) != size) return perror(path), 1;
    double start = milliseconds();
    cmark_node_free(cmark_parse_document(text, size, CMARK_OPT_DEFAULT));
    double time = milliseconds() - start;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    printf("%.2f\t%.2f\n", time, (double)usage.ru_maxrss / (1024 * 1024));
#else
    printf("%.2f\t%.2f\n", time, (double)usage.ru_maxrss / 1024);
#endif
    return 0;
}

int main(int count, char **arguments) {
    size_t inputs_count = sizeof inputs / sizeof *inputs;
    if (count == 2 && strcmp(arguments[1], "list") == 0) {
        for (size_t index = 0; index < inputs_count; index++) puts(inputs[index].name);
        return 0;
    }
    if (count == 3 && strcmp(arguments[1], "parse") == 0) return parse(arguments[2]);
    if (count == 3 && strcmp(arguments[1], "write") == 0)
        for (size_t index = 0; index < inputs_count; index++)
            if (strcmp(inputs[index].name, arguments[2]) == 0) {
                write_input(&inputs[index]);
                return 0;
            }
    fprintf(stderr, "usage: bench-parse list | bench-parse write NAME | bench-parse parse FILE\n");
    return 2;
}
