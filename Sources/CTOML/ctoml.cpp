#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>
#include "ctoml.h"
extern "C" const char *ctoml_library_version(void) { return "3"; }
