// libcurl's setters and getters are variadic, which Swift cannot call: one inline function for
// each kind of argument. Options younger than the oldest libcurl in use are asked for by version.
#ifndef CHATMD_CCURL_SHIM_H
#define CHATMD_CCURL_SHIM_H

#include <curl/curl.h>

#ifndef CURL_VERSION_ZSTD
#define CURL_VERSION_ZSTD (1 << 26)
#endif

static inline CURLcode chatmd_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline const curl_version_info_data *chatmd_curl_version_info(void) {
    return curl_version_info(CURLVERSION_NOW);
}

static inline CURLcode chatmd_curl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_setopt_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_setopt_string(
    CURL *handle, CURLoption option, const char *value
) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_setopt_pointer(
    CURL *handle, CURLoption option, const void *value
) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_setopt_list(
    CURL *handle, CURLoption option, struct curl_slist *value
) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_setopt_callback(
    CURL *handle, CURLoption option, curl_write_callback value
) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode chatmd_curl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode chatmd_curl_getinfo_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/// Only http and https, whatever else this libcurl was built with.
static inline CURLcode chatmd_curl_allow_only_http(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/// Whether libcurl gave up on something longer than it ever holds, such as a header line of 100 kB.
/// Before 8.6 it has no code for that (100, which these headers may not know yet) and says that
/// memory ran out.
static inline int chatmd_curl_is_too_large(CURLcode code) {
    return code == CURLE_OUT_OF_MEMORY || (int)code == 100;
}

/// Without it, ending a transfer waits for a name lookup that is still under way.
static inline void chatmd_curl_do_not_wait_for_lookups(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
}

/// The result of a transfer that has ended, in `*handle` which one it was; 0 when there is none.
static inline int chatmd_curl_next_result(CURLM *multi, CURL **handle, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *handle = message->easy_handle;
            *result = message->data.result;
            return 1;
        }
    }
    return 0;
}

#endif
