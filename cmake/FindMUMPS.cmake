# Finds the sequential build of MUMPS (sparse direct solver, CeCILL-C), as Debian and Ubuntu package it in
# libmumps-seq-dev, to be linked dynamically. Defines MUMPS_FOUND, MUMPS_INCLUDE_DIR and MUMPS_LIBRARIES.
find_path(MUMPS_INCLUDE_DIR dmumps_c.h)
find_library(MUMPS_LIBRARY dmumps_seq)
find_library(MUMPS_COMMON_LIBRARY mumps_common_seq)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MUMPS REQUIRED_VARS MUMPS_LIBRARY MUMPS_COMMON_LIBRARY MUMPS_INCLUDE_DIR)
mark_as_advanced(MUMPS_INCLUDE_DIR MUMPS_LIBRARY MUMPS_COMMON_LIBRARY)
set(MUMPS_LIBRARIES ${MUMPS_LIBRARY} ${MUMPS_COMMON_LIBRARY})
