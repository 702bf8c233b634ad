#include "PNGErrors.h"

#include <stdio.h>

#include "CImageCodecs.h"

void cimage_png_error(png_structp png, png_const_charp message) {
    cimage_png_messages *said = png_get_error_ptr(png);
    snprintf(said->error, CIMAGE_ERROR_LENGTH, "%s", message);
    png_longjmp(png, 1);
}

void cimage_png_warning(png_structp png, png_const_charp message) {
    cimage_png_messages *said = png_get_error_ptr(png);
    if (said->warning != NULL && said->warning[0] == 0) snprintf(said->warning, CIMAGE_ERROR_LENGTH, "%s", message);
}
