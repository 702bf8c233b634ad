#include "CNCurses.h"
#include "Parts.h"

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

static SCREEN *screen;
static FILE *input_file;
static FILE *output_file;
WINDOW *key_pad;

static const char *requested_locale(void) {
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t index = 0; index < 3; index++) {
        const char *value = getenv(names[index]);
        if (value && *value) return value;
    }
    return "";
}

static int locale_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int curses_choose_locale(void) {
    // Only LC_CTYPE: a decimal comma in files would help nobody.
    const char *requested = requested_locale();
    setlocale(LC_CTYPE, "");
    if (locale_is_utf8()) return 1;
    // An environment that names nothing (containers, bare SSH) or a UTF-8 locale that is not installed means UTF-8; one that
    // names another character set means it.
    int wants_utf8 = *requested == 0 || strcasestr(requested, "utf-8") || strcasestr(requested, "utf8");
    return wants_utf8 && setlocale(LC_CTYPE, "C.UTF-8") && locale_is_utf8();
}

static void close_files(void) {
    if (input_file) fclose(input_file);
    if (output_file) fclose(output_file);
    input_file = output_file = NULL;
}

static void configure(void) {
    // Raw: Ctrl-C and Ctrl-Z arrive as keys, and the program decides what they do.
    raw();
    noecho();
    nonl();
    set_escdelay(25);
    curs_set(0);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    // getch refreshes the window that it reads from; nothing is ever drawn on this one.
    key_pad = newpad(1, 1);
    keypad(key_pad, TRUE);
    nodelay(key_pad, TRUE);
    mouseinterval(0);
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    pasting_define_keys();
}

int curses_open(const char *term, int input, int output) {
    // The window's size comes from the terminal alone: LINES and COLUMNS in the environment would freeze it.
    use_env(FALSE);
    use_tioctl(TRUE);
    int own_input = dup(input);
    int own_output = dup(output);
    input_file = own_input >= 0 ? fdopen(own_input, "r") : NULL;
    output_file = own_output >= 0 ? fdopen(own_output, "w") : NULL;
    reset_remember_modes(output);
    screen = input_file && output_file ? newterm(term, output_file, input_file) : NULL;
    if (screen && !cursor_address) {
        endwin();
        delscreen(screen);
        screen = NULL;
    }
    if (!screen) {
        close_files();
        return -1;
    }
    set_term(screen);
    configure();
    reset_prepare(own_output);
    signals_take_screen();
    // After everything that takes the request back where the program ends.
    pasting_request(1);
    stray_capture();
    return 0;
}

void curses_close(void) {
    if (!screen) return;
    pasting_request(0);
    endwin();
    stray_release();
    signals_release_screen();
    reset_forget();
    delwin(key_pad);
    delscreen(screen);
    key_pad = NULL;
    screen = NULL;
    close_files();
}

void curses_suspend(void) {
    if (!screen) return;
    pasting_request(0);
    endwin();
    stray_release();
    signals_stop_process();
    stray_capture();
    curses_resume();
}

void curses_resume(void) {
    reset_prog_mode();
    pasting_request(1);
    curses_adopt_size();
    curses_repaint();
}

int screen_input(void) { return fileno(input_file); }

int screen_output(void) { return fileno(output_file); }

int curses_columns(void) { return screen ? COLS : 0; }

int curses_rows(void) { return screen ? LINES : 0; }

int curses_adopt_size(void) {
    struct winsize window;
    if (!screen || ioctl(screen_output(), TIOCGWINSZ, &window) != 0) return 0;
    if (window.ws_row == 0 || window.ws_col == 0) return 0;
    if (window.ws_row == LINES && window.ws_col == COLS) return 0;
    return resize_term(window.ws_row, window.ws_col) == OK;
}

int curses_color_count(void) { return screen && has_colors() ? COLORS : 0; }

int curses_pair_limit(void) { return screen && has_colors() ? COLOR_PAIRS : 0; }
