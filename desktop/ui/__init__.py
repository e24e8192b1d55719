"""The screens. They ask services and nobody else."""
