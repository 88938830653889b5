# What every target of the project shares: language level, warnings as errors, sanitizers, include root.
include(GNUInstallDirs)
include(CheckIPOSupported)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(planwerk_options INTERFACE)
target_include_directories(planwerk_options INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
target_compile_options(planwerk_options INTERFACE -Wall -Wextra -Werror -Wnon-virtual-dtor)
if(CMAKE_UNITY_BUILD)  # where a file includes others, whose anonymous types it may use as they do
  target_compile_options(planwerk_options INTERFACE -Wno-subobject-linkage)
else()  # in a unity build, one file's constants are in sight of the next one's locals
  target_compile_options(planwerk_options INTERFACE -Wshadow)
endif()
if(PLANWERK_SANITIZE)
  target_compile_options(planwerk_options INTERFACE -fsanitize=${PLANWERK_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(planwerk_options INTERFACE -fsanitize=${PLANWERK_SANITIZE})
  if(PLANWERK_SANITIZE MATCHES "thread")  # its instrumentation makes g++ 12 see std::variant's members uninitialized
    target_compile_options(planwerk_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

# planwerk_library(NAME SOURCES ... LINK ...): one layer as a static library. LINK is public: headers show what they use.
function(planwerk_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  add_library(planwerk::${name} ALIAS ${name})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE $<BUILD_INTERFACE:planwerk_options>)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
endfunction()

# All test programs but those that run the whole command line: what sanitizers look at.
add_custom_target(planwerk_unit_tests)

# planwerk_test(NAME [WHOLE_PROGRAM] SOURCES ... LINK ...): one GoogleTest program, registered test by test.
function(planwerk_test name)
  cmake_parse_arguments(ARG "WHOLE_PROGRAM" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest_main planwerk_options)
  # Tests take long to compile and little to run: only what they test is optimised.
  target_compile_options(${name} PRIVATE -O0)
  target_compile_definitions(${name} PRIVATE PLANWERK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600)
  if(NOT ARG_WHOLE_PROGRAM)
    add_dependencies(planwerk_unit_tests ${name})
  endif()
endfunction()
