"""Modifications as people read them: the register, one modification, and the facts that its moves depend on."""
