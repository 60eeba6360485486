"""Kernels forked from a parent that has the libraries loaded; plain ones wherever that cannot be.

``with WarmParent() as parent:`` starts the parent (client), and ``kernel_manager_class(parent)``
is what papermill is given (managers). Nothing is imported here: the parent itself loads this
package, and must stay free of all that talks to kernels.
"""
