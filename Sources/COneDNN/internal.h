// What the files of this target share. oneDNN's headers are included here and nowhere that a client can see.
#pragma once

#include "COneDNN.h"

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#include <stdlib.h>

/// From 2.4 on, as it was tried. An older library is refused by `supported.c`, in one sentence; the other files are then empty.
#define ONEDNN_IS_SUPPORTED (DNNL_VERSION_MAJOR > 2 || (DNNL_VERSION_MAJOR == 2 && DNNL_VERSION_MINOR >= 4))

struct onednn_context {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
};

/// Version 2 keeps the description itself here, version 3 a handle to it.
struct onednn_layout {
    dnnl_memory_desc_t descriptor;
};

struct onednn_descriptor {
    dnnl_primitive_desc_t handle;
};

struct onednn_memory {
    dnnl_memory_t handle;
};

#define ONEDNN_ROLES 11

struct onednn_primitive {
    dnnl_primitive_t handle;
    int count;
    dnnl_exec_arg_t arguments[ONEDNN_ROLES];
};

int onednn_argument(onednn_role role);

// Choices in oneDNN's terms.
dnnl_alg_kind_t onednn_algorithm(onednn_function function);
/// The same function, whose gradient is computed from its result.
dnnl_alg_kind_t onednn_algorithm_from_destination(onednn_function function);
dnnl_prop_kind_t onednn_propagation(onednn_direction direction);
/// The padding behind the last window: less than the one in front where that window would not fit, or negative.
void onednn_pooling_endings(
    const onednn_layout *source, const onednn_layout *destination, const dnnl_dims_t kernels, const dnnl_dims_t strides,
    const dnnl_dims_t paddings, dnnl_dim_t *result);

/// With the user's scratchpad, since the library's own is bound to the thread that created the primitive.
dnnl_status_t onednn_attributes(onednn_epilogue epilogue, dnnl_primitive_attr_t *result);
extern const onednn_epilogue onednn_plain_store;

/// Takes the handle over where the status is success.
int onednn_wrap_descriptor(dnnl_status_t status, dnnl_primitive_desc_t handle, onednn_descriptor **result);
int onednn_wrap_memory(dnnl_status_t status, dnnl_memory_t handle, onednn_memory **result);

/// A blocked layout in numbers. Strides count values; `inner` blocks lie inside of the outermost order, last one innermost.
typedef struct onednn_blocking {
    int rank;
    dnnl_dims_t dimensions, padded, strides;
    int inner_count;
    dnnl_dims_t inner_sizes, inner_axes;
} onednn_blocking;

// What each version does in its own way.

dnnl_status_t onednn_layout_with_tag(
    int rank, const int64_t *dimensions, dnnl_data_type_t type, dnnl_format_tag_t tag, onednn_layout *result);
dnnl_data_type_t onednn_layout_type(const onednn_layout *layout);
/// Height and width of maps.
onednn_extent onednn_layout_extent(const onednn_layout *layout);
/// False for a layout that is not blocked, or does not begin at the first byte.
bool onednn_layout_blocking(const onednn_layout *layout, onednn_blocking *result);
dnnl_status_t onednn_append_sum(dnnl_post_ops_t operations);
dnnl_status_t onednn_append_function(dnnl_post_ops_t operations, onednn_function function, float alpha);
