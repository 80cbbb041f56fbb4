// toml++ reports errors as values here. What can still be thrown is std::bad_alloc; it ends at
// ctoml_parse.
#define TOML_EXCEPTIONS 0

// Some of toml++'s assertions do not hold for broken input (a key that begins with `=`, in 3.3.0): a
// debug build would abort, and a release build promises them to the compiler. The code behind them
// does check, so they are left out of both.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)

#define TOML_MAX_NESTED_VALUES 256
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "ctoml.h"

#include <memory>
#include <string>
#include <vector>

struct ctoml_result {
    toml::table document; // the nodes' texts point into it
    std::string message;
    ctoml_error error = {};
    ctoml_node root = {};
    std::vector<std::unique_ptr<ctoml_node[]>> arrays;
};

namespace {

ctoml_text text_of(std::string_view text) {
    return {text.data(), text.size()};
}

ctoml_position position_of(const toml::source_position &position) {
    return {position.line, position.column};
}

ctoml_node *children_of(ctoml_result &result, ctoml_node &node, std::size_t count) {
    // A vector that must grow before the new array is in it would leak that array.
    result.arrays.emplace_back();
    result.arrays.back() = std::make_unique<ctoml_node[]>(count);
    node.children = result.arrays.back().get();
    node.count = count;
    return result.arrays.back().get();
}

ctoml_node node_of(ctoml_result &result, const toml::node &source) {
    ctoml_node node = {};
    node.position = position_of(source.source().begin);
    node.end = position_of(source.source().end);
    switch (source.type()) {
        case toml::node_type::table: {
            const toml::table &table = *source.as_table();
            node.kind = ctoml_table;
            ctoml_node *child = children_of(result, node, table.size());
            for (const auto &[key, value] : table) {
                *child = node_of(result, value);
                child->key = text_of(key.str());
                child->key_position = position_of(key.source().begin);
                ++child;
            }
            break;
        }
        case toml::node_type::array: {
            const toml::array &array = *source.as_array();
            node.kind = ctoml_array;
            ctoml_node *child = children_of(result, node, array.size());
            for (const toml::node &value : array)
                *child++ = node_of(result, value);
            break;
        }
        case toml::node_type::string:
            node.kind = ctoml_string;
            node.text = text_of(source.as_string()->get());
            break;
        case toml::node_type::integer:
            node.kind = ctoml_integer;
            node.integer = source.as_integer()->get();
            break;
        case toml::node_type::floating_point:
            node.kind = ctoml_float;
            node.number = source.as_floating_point()->get();
            break;
        case toml::node_type::boolean:
            node.kind = ctoml_boolean;
            node.boolean = source.as_boolean()->get();
            break;
        default:
            node.kind = ctoml_date;
            break;
    }
    return node;
}

} // namespace

extern "C" ctoml_result *ctoml_parse(const char *bytes, size_t length) try {
    auto result = std::make_unique<ctoml_result>();
    toml::parse_result parsed = toml::parse(std::string_view{bytes, length});
    if (parsed) {
        result->document = std::move(parsed).table();
        result->root = node_of(*result, result->document);
    } else {
        result->message = std::string{parsed.error().description()};
        result->error = {text_of(result->message), position_of(parsed.error().source().begin)};
    }
    return result.release();
} catch (...) {
    return nullptr;
}

extern "C" const ctoml_node *ctoml_root(const ctoml_result *result) {
    return result->error.position.line == 0 ? &result->root : nullptr;
}

extern "C" ctoml_error ctoml_failure(const ctoml_result *result) {
    return result->error;
}

extern "C" void ctoml_free(ctoml_result *result) {
    delete result;
}
