"""L04 Rembug: the list of meetings and the editor of one."""
