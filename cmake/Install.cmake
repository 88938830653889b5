# The solver as a library for other programmes: find_package(planwerk), then link planwerk::planwerk_solver.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/planwerk)
install(TARGETS planwerk_base planwerk_lp planwerk_kernels planwerk_solver EXPORT planwerk
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/planwerk)
# Headers include each other from the root of the tree, so the tree is kept below one include folder.
foreach(layer kernels host/base host/lp host/solver)
  install(DIRECTORY ${layer}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/planwerk/${layer}
          FILES_MATCHING PATTERN "*.hpp" PATTERN detail EXCLUDE PATTERN cuda EXCLUDE)
endforeach()
install(EXPORT planwerk NAMESPACE planwerk:: DESTINATION ${package_folder} FILE planwerkTargets.cmake)
configure_package_config_file(cmake/planwerkConfig.cmake.in ${PROJECT_BINARY_DIR}/planwerkConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/planwerkConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/planwerkConfig.cmake ${PROJECT_BINARY_DIR}/planwerkConfigVersion.cmake
        DESTINATION ${package_folder})
