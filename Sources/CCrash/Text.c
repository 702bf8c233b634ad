#include "Parts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void crash_add(crash_text *text, const char *added) {
    while (*added && text->count < sizeof text->bytes) text->bytes[text->count++] = *added++;
}

void crash_add_number(crash_text *text, unsigned long number, unsigned base) {
    char digits[24];
    size_t place = sizeof digits - 1;
    digits[place] = 0;
    do {
        digits[--place] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0 && place > 0);
    crash_add(text, digits + place);
}

void crash_write(int descriptor, const crash_text *text) {
    size_t done = 0;
    while (done < text->count) {
        ssize_t written = write(descriptor, text->bytes + done, text->count - done);
        if (written > 0) done += (size_t)written;
        else if (written == 0 || errno != EINTR) return;
    }
}
