// What the files of this target share. oneDNN's headers are included here and nowhere that a client can see.
#pragma once

#include "COneDNN.h"

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#include <stdlib.h>

struct onednn_context {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
};

struct onednn_layout {
    dnnl_memory_desc_t descriptor;
};

struct onednn_descriptor {
    dnnl_primitive_desc_t handle;
};

struct onednn_memory {
    dnnl_memory_t handle;
};

#define ONEDNN_ROLES 17

struct onednn_primitive {
    dnnl_primitive_t handle;
    int count;
    dnnl_exec_arg_t arguments[ONEDNN_ROLES];
};

int onednn_argument(onednn_role role);
dnnl_alg_kind_t onednn_algorithm(onednn_function function);
