/// The C face of toml++: one call that parses, one call that frees.
///
/// Everything a result points to lives until ctoml_free and no longer. Texts carry their length and
/// may hold NUL. Lines count from 1 and end at LF; columns count code points from 1, without a
/// leading byte order mark.
///
/// Brackets may nest 256 deep. Dotted keys are not limited here: toml++ frees its tables
/// recursively, so a caller refuses absurd ones first.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    ctoml_string,
    ctoml_integer,
    ctoml_float,
    ctoml_boolean,
    ctoml_date, // date, time, date-time: `text` is what the source says
    ctoml_array,
    ctoml_table,
} ctoml_kind;

typedef struct {
    const char *bytes;
    size_t length;
} ctoml_text;

typedef struct {
    uint32_t line;
    uint32_t column;
} ctoml_position;

typedef struct ctoml_node {
    ctoml_kind kind;
    ctoml_position position;
    ctoml_text key;              // in a table: what this node is called there
    ctoml_position key_position; // and where that is written first
    ctoml_text text;             // string
    int64_t integer;
    double number;
    bool boolean;
    ctoml_position end;          // date: one past its last character
    const struct ctoml_node *children; // array in source order, table sorted by key
    size_t count;
} ctoml_node;

typedef struct {
    ctoml_text message; // as toml++ words it
    ctoml_position position;
} ctoml_error;

typedef struct ctoml_result ctoml_result;

/// Parses UTF-8 text as TOML 1.0. NULL when memory runs out.
ctoml_result *ctoml_parse(const char *bytes, size_t length);

/// The document's table, or NULL where the text is not TOML.
const ctoml_node *ctoml_root(const ctoml_result *result);

/// What is wrong; empty where there is a root.
ctoml_error ctoml_failure(const ctoml_result *result);

void ctoml_free(ctoml_result *result);

#ifdef __cplusplus
}
#endif
