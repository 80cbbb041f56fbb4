// libedit's setters are variadic, which Swift cannot call: one inline function for each purpose.
#ifndef CHATMD_CEDIT_SHIM_H
#define CHATMD_CEDIT_SHIM_H

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

typedef int (*chatmd_edit_reader)(EditLine *, wchar_t *);
typedef wchar_t *(*chatmd_edit_prompt)(EditLine *);
typedef unsigned char (*chatmd_edit_function)(EditLine *, wint_t);

/// Has libedit and the C library take texts for UTF-8, which chatmd's are in every locale.
static inline void chatmd_edit_use_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8")) {
        setlocale(LC_CTYPE, "en_US.UTF-8");
    }
}

static inline EditLine *chatmd_edit_open(void *owner) {
    EditLine *edit = el_init("chatmd", stdin, stdout, stderr);
    if (edit) {
        el_wset(edit, EL_CLIENTDATA, owner);
        el_wset(edit, EL_EDITOR, L"emacs");
    }
    return edit;
}

static inline void *chatmd_edit_owner(EditLine *edit) {
    void *owner = NULL;
    el_wget(edit, EL_CLIENTDATA, &owner);
    return owner;
}

static inline void chatmd_edit_set_reader(EditLine *edit, chatmd_edit_reader reader) {
    el_wset(edit, EL_GETCFN, reader);
}

/// What stands between two characters of code 1 takes no room on the screen.
static inline void chatmd_edit_set_prompt(EditLine *edit, chatmd_edit_prompt prompt) {
    el_wset(edit, EL_PROMPT_ESC, prompt, L'\1');
}

/// While a line is edited every key is a key: none sends a signal, stops the output, or is changed.
static inline void chatmd_edit_take_all_keys(EditLine *edit) {
    el_wset(edit, EL_SETTY, L"-d", L"-isig", L"-ixon", L"-icrnl", L"-iexten", NULL);
}

static inline void chatmd_edit_add(
    EditLine *edit, const wchar_t *name, const wchar_t *help, chatmd_edit_function function
) {
    el_wset(edit, EL_ADDFN, name, help, function);
}

/// In vi's command mode too.
static inline void chatmd_edit_bind(EditLine *edit, const wchar_t *keys, const wchar_t *name) {
    el_wset(edit, EL_BIND, keys, name, NULL);
    el_wset(edit, EL_BIND, L"-a", keys, name, NULL);
}

static inline void chatmd_edit_prepare(EditLine *edit, int is_raw) {
    el_wset(edit, EL_PREP_TERM, is_raw);
}

static inline void chatmd_edit_refresh(EditLine *edit) {
    el_wset(edit, EL_REFRESH);
}

static inline HistoryW *chatmd_edit_open_history(EditLine *edit, int size) {
    HistEventW event;
    HistoryW *history = history_winit();
    if (history) {
        history_w(history, &event, H_SETSIZE, size);
        history_w(history, &event, H_SETUNIQUE, 1);
        el_wset(edit, EL_HIST, history_w, history);
    }
    return history;
}

static inline void chatmd_edit_remember(HistoryW *history, const wchar_t *line) {
    HistEventW event;
    history_w(history, &event, H_ENTER, line);
}

#endif
