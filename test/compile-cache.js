// Tests start hundreds of processes, which load the same modules: this stores what was compiled for the next one.
import { enableCompileCache } from 'node:module'

enableCompileCache()
